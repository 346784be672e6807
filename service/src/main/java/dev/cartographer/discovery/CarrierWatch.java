package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.discovery.Wanted.Refused;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.view.ClusterView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings the fleet to what is announced on one carrier, and tells the announcements what became of
 * it.
 *
 * <p>A round looks at everything and does what is left to do; it keeps nothing that it could not
 * find out again. So a restart, a second process on the same carrier and a watch that was cut all
 * lead to the same next step.
 */
final class CarrierWatch {
  /** Secrets are read, not watched: watching them takes the right to see all of them. */
  private static final Duration READ_AGAIN = Duration.ofSeconds(60);

  private static final Duration TRY_AGAIN = Duration.ofSeconds(3);

  private final Carrier carrier;
  private final Map<String, Name> tenants;
  private final CarrierObjects objects;
  private final Announcements fleet;
  private final Clock clock;
  private final Map<String, Read> reads = new HashMap<>();

  /**
   * What was made of an announcement when it was read last.
   *
   * @param refused empty when its cluster is enrolled
   */
  private record Read(String uid, long generation, Instant at, Optional<Refused> refused) {}

  /**
   * A watch that has looked at nothing yet.
   *
   * @param tenants by namespace; in no other namespace is anything announced
   */
  CarrierWatch(
      Carrier carrier,
      Map<String, Name> tenants,
      CarrierObjects objects,
      Announcements fleet,
      Clock clock) {
    this.carrier = carrier;
    this.tenants = tenants;
    this.objects = objects;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Looks at every announcement once.
   *
   * @return what the carrier refused or did not answer; empty when all went well
   */
  Optional<String> round() {
    var announced =
        objects.announced().stream().filter(o -> tenants.containsKey(o.namespace())).toList();
    reads.keySet().retainAll(announced.stream().map(Announced::key).collect(Collectors.toSet()));
    var clusters =
        fleet.clusters(announced.stream().map(this::origin).toList()).stream()
            .collect(Collectors.toMap(ClusterView::name, Function.identity()));
    var trouble = Optional.<String>empty();
    for (var object : announced) {
      try {
        tend(object, clusters.get(object.cluster()));
      } catch (CarrierUnreachable e) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return trouble;
  }

  private void tend(Announced object, @Nullable ClusterView cluster) {
    if (object.deleting()) {
      letGo(object);
    } else if (!object.held()) {
      objects.hold(object, true);
    } else {
      var read = read(object);
      tell(object, status(object, read, cluster));
    }
  }

  private void letGo(Announced object) {
    if (object.held() && fleet.leave(object.cluster(), origin(object))) {
      objects.hold(object, false);
      reads.remove(object.key());
    }
  }

  /** Reads the announcement, unless it has not changed since and its Secrets need no look yet. */
  private Read read(Announced object) {
    var last = reads.get(object.key());
    if (last != null && isRecent(last, object)) {
      return last;
    }
    var refused = enrol(object);
    var read = new Read(object.uid(), object.generation(), clock.instant(), refused);
    reads.put(object.key(), read);
    return read;
  }

  private boolean isRecent(Read last, Announced object) {
    var lasts = last.refused.isPresent() ? TRY_AGAIN : READ_AGAIN;
    return last.uid.equals(object.uid())
        && last.generation == object.generation()
        && clock.instant().isBefore(last.at.plus(lasts));
  }

  private Optional<Refused> enrol(Announced object) {
    var tenant = Optional.ofNullable(tenants.get(object.namespace())).orElseThrow();
    return switch (new TelemetrySpec(carrier, tenant, objects).read(object)) {
      case Refused refused -> Optional.of(refused);
      case Wanted.Cluster(var enrolment) ->
          fleet.enrol(enrolment, origin(object)).map(why -> new Refused("Refused", why));
    };
  }

  private JsonNode status(Announced object, Read read, @Nullable ClusterView cluster) {
    var conditions = new Conditions(object, clock.instant());
    return read.refused
        .map(refused -> conditions.refused(refused, Optional.ofNullable(cluster)))
        .orElseGet(() -> cluster == null ? conditions.pending() : conditions.enrolled(cluster));
  }

  /** Writes the status and tells of a change, if there is one. */
  private void tell(Announced object, JsonNode status) {
    if (status.equals(object.status())) {
      return;
    }
    objects.status(object, status);
    var ready = Conditions.condition(status, "Ready").orElseThrow();
    var before = Conditions.condition(object.status(), "Ready").map(CarrierWatch::said);
    if (!before.equals(Optional.of(said(ready)))) {
      var warning = !List.of("TokensDelivered", "Pending").contains(ready.path("reason").asText());
      objects.event(object, warning, ready.path("reason").asText(), ready.path("message").asText());
    }
  }

  private static String said(JsonNode condition) {
    return condition.path("status").asText() + condition.path("reason").asText();
  }

  private String origin(Announced object) {
    return carrier.name() + "/" + object.key();
  }
}
