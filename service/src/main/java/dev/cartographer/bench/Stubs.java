package dev.cartographer.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A process of its own with everything Cartographer depends on: IAM, the two services and a number
 * of API servers, each at a port of its own, all answering as fast as the machine lets them. It
 * ends when its standard input does, so that it never outlives the benchmark.
 */
final class Stubs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BACKLOG = 4096;

  private final Map<String, StubPlace> places = new LinkedHashMap<>();
  private final StubCounts counts = new StubCounts();

  private Stubs(int apiServers, StubTokens tokens) {
    for (var name : List.of("iam", "logging", "metrics")) {
      places.put(name, new StubPlace(new StubIam(tokens, counts), counts));
    }
    for (var i = 0; i < apiServers; i++) {
      places.put("api-" + i, new StubPlace(new StubApiServer(new StubSecrets(), counts), counts));
    }
  }

  /**
   * Runs as: API-SERVERS LIFETIME-SECONDS THREADS PORT…, the ports for control, IAM, logging,
   * metrics and each API server.
   */
  public static void main(String[] args) throws IOException {
    var apiServers = Integer.parseInt(args[0]);
    var lifetime = Duration.ofSeconds(Long.parseLong(args[1]));
    var key = "not a secret of anybody, thirty-two".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var tokens = new StubTokens(key, lifetime, Clock.systemUTC());
    var ports = IntStream.range(3, args.length).map(i -> Integer.parseInt(args[i])).toArray();
    new Stubs(apiServers, tokens).listen(Integer.parseInt(args[2]), ports);
    while (System.in.read() >= 0) {
      // the benchmark is still there
    }
    System.exit(0);
  }

  private void listen(int threads, int[] ports) {
    var handlers = new ArrayList<Handler<HttpServerRequest>>();
    handlers.add(this::control);
    handlers.addAll(places.values());
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(threads));
    vertx
        .deployVerticle(
            () -> new Listening(handlers, ports), new DeploymentOptions().setInstances(threads))
        .onSuccess(_ -> System.out.println("ready"))
        .onFailure(e -> {
          System.out.println("failed: " + e);
          System.exit(1);
        });
  }

  /** Every port, on each event loop. */
  private static final class Listening extends AbstractVerticle {
    private final List<Handler<HttpServerRequest>> handlers;
    private final int[] ports;

    Listening(List<Handler<HttpServerRequest>> handlers, int[] ports) {
      this.handlers = handlers;
      this.ports = ports;
    }

    @Override
    public void start(Promise<Void> started) {
      var options = new HttpServerOptions().setHost("127.0.0.1").setAcceptBacklog(BACKLOG);
      var servers =
          IntStream.range(0, ports.length)
              .mapToObj(i ->
                  vertx.createHttpServer(options).requestHandler(handlers.get(i)).listen(ports[i]))
              .toList();
      Future.all(servers).<Void>mapEmpty().onComplete(started);
    }
  }

  /** {@code GET /counts}, and {@code GET /be?place=iam&mood=down}. */
  private void control(HttpServerRequest request) {
    var place = places.get(request.getParam("place", ""));
    if (place != null) {
      place.be(Mood.of(request.getParam("mood", "well")));
    }
    try {
      StubAnswer.json(request, 200, JSON.writeValueAsString(counts.now()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers always make JSON", e);
    }
  }
}
