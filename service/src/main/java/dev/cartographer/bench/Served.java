package dev.cartographer.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Cartographer that is measured: the real one, a process of its own with its PostgreSQL. */
final class Served implements AutoCloseable {
  private static final Pattern DELIVERED =
      Pattern.compile(
          "^cartographer_deliveries_total\\{.*outcome=\"success\".*} (\\S+)$", Pattern.MULTILINE);
  private static final Pattern NOT_DELIVERED =
      Pattern.compile(
          "^cartographer_deliveries_total\\{.*outcome=\"(?:error|unrecorded)\".*} (\\S+)$",
          Pattern.MULTILINE);

  private final Child child;
  private final Place place;
  private final Web web;

  private Served(Child child, Place place, Web web) {
    this.child = child;
    this.place = place;
    this.web = web;
  }

  /** Starts it and waits until it is ready. */
  static Served start(String launcher, Place place, Web web, Waiting waiting) throws IOException {
    var child =
        Child.start(place.serve(launcher), place.directory().resolve("cartographer.log"));
    var served = new Served(child, place, web);
    waiting.until("Cartographer is ready", child, served::ready);
    return served;
  }

  private boolean ready() {
    try {
      return web.get("http://127.0.0.1:" + place.management() + "/q/health/ready").statusCode()
          == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Tokens delivered, each durably on record. */
  long delivered() {
    return sum(DELIVERED);
  }

  /** Tokens made and not delivered. */
  long failed() {
    return sum(NOT_DELIVERED);
  }

  private long sum(Pattern meter) {
    return meter
        .matcher(metrics())
        .results()
        .mapToLong(line -> (long) Double.parseDouble(line.group(1)))
        .sum();
  }

  String metrics() {
    return web.get("http://127.0.0.1:" + place.management() + "/metrics").body();
  }

  /** Has every token of a carrier renewed now. */
  void rotate(int apiServer) {
    post("/carriers/" + BenchFleet.carrier(apiServer).name() + "/rotations", "");
  }

  void post(String path, String body) {
    try {
      var token = Files.readString(place.directory().resolve("api-token")).strip();
      var url = "http://127.0.0.1:" + place.http() + "/api/v1" + path;
      var answer =
          web.send(
              HttpRequest.newBuilder(URI.create(url))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body)));
      if (answer.statusCode() / 100 != 2) {
        throw new Waiting.GaveUp(path + " came to " + answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU time of it and of its PostgreSQL. */
  Duration cpu() {
    return Usage.cpu(all());
  }

  /** Memory of it and of its PostgreSQL, in bytes. */
  long resident() {
    return Usage.resident(all());
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(child.all(), postgres());
  }

  /** Not below its starter, since it is started to outlive that. */
  Stream<ProcessHandle> postgres() {
    try {
      var pid = Files.readAllLines(place.postgres().resolve("data/postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.strip())).stream()
          .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Child child() {
    return child;
  }

  @Override
  public void close() {
    child.close();
  }
}
