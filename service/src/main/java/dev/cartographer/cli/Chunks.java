package dev.cartographer.cli;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.FleetDocument;
import dev.cartographer.fleet.FleetJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Cuts a fleet into requests of at most 1 MiB. Each names the carriers of its own clusters, so that
 * it stands by itself and may be sent again; carriers without clusters go first.
 */
final class Chunks {
  private static final int MOST_CLUSTERS = 2000;
  private static final int MOST_CARRIERS = 5000;
  private static final int LONGEST = 1 << 20;

  private final Taker each;

  private Chunks(Taker each) {
    this.each = each;
  }

  /** Hands on one chunk after another; at least one, even of an empty fleet. */
  static void of(FleetDocument fleet, Taker each) {
    var chunks = new Chunks(each);
    var idle = new LinkedHashSet<>(fleet.carriers());
    fleet.enrolments().forEach(enrolment -> idle.remove(enrolment.carrier()));
    var rest = List.copyOf(idle);
    for (var i = 0; i < rest.size() || (i == 0 && fleet.enrolments().isEmpty()); ) {
      var end = Math.min(rest.size(), i + MOST_CARRIERS);
      each.take(0, 0, body(rest.subList(i, end), List.of()));
      i = Math.max(end, 1);
    }
    for (var i = 0; i < fleet.enrolments().size(); i += MOST_CLUSTERS) {
      chunks.send(fleet.enrolments(), i, Math.min(fleet.enrolments().size(), i + MOST_CLUSTERS));
    }
  }

  private void send(List<Enrolment> all, int from, int to) {
    var clusters = all.subList(from, to);
    var carriers = new LinkedHashSet<Carrier>();
    clusters.forEach(cluster -> carriers.add(cluster.carrier()));
    var body = body(List.copyOf(carriers), clusters);
    if (body.length <= LONGEST || to - from == 1) {
      each.take(from, to, body);
      return;
    }
    var middle = (from + to) >>> 1;
    send(all, from, middle);
    send(all, middle, to);
  }

  private static byte[] body(List<Carrier> carriers, List<Enrolment> clusters) {
    var body = new ByteArrayOutputStream();
    try {
      FleetJson.write(carriers, clusters, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }

  /** Takes one request's body after another. */
  interface Taker {
    /**
     * Takes one body.
     *
     * @param from the first of its clusters in the file, counted from 0
     * @param to the first cluster that is not in it
     */
    void take(int from, int to, byte[] body);
  }
}
