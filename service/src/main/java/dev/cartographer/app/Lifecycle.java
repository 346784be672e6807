package dev.cartographer.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Starts the server with the framework and ends it with it. */
@ApplicationScoped
public class Lifecycle {
  private final CartographerConfig config;
  private final MeterRegistry registry;
  private final Vertx vertx;
  private volatile Optional<Server> server = Optional.empty();

  @Inject
  Lifecycle(CartographerConfig config, MeterRegistry registry, Vertx vertx) {
    this.config = config;
    this.registry = registry;
    this.vertx = vertx;
  }

  void start(@Observes StartupEvent event) {
    server = Optional.of(new Server(config, registry, vertx, Clock.systemUTC()));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(Server::close);
  }

  Server server() {
    return server.orElseThrow(() -> new IllegalStateException("the server is not started yet"));
  }
}
