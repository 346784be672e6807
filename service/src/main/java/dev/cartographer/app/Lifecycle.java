package dev.cartographer.app;

import dev.cartographer.metrics.BuildInfo;
import dev.cartographer.metrics.Exposition;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Starts the server with the framework and ends it with it. */
@ApplicationScoped
public class Lifecycle {
  private final CartographerConfig config;
  private final Exposition exposition = new Exposition();
  private final Vertx vertx;
  private volatile Optional<Server> server = Optional.empty();

  @Inject
  Lifecycle(
      CartographerConfig config,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.config = config;
    this.vertx = vertx;
    BuildInfo.show(exposition, version);
  }

  void start(@Observes StartupEvent event) {
    server = Optional.of(new Server(config, exposition, vertx, Clock.systemUTC()));
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(Server::close);
  }

  /** What there is to be seen of it from outside. */
  @Produces
  @Singleton
  Exposition exposition() {
    return exposition;
  }

  Server server() {
    return server.orElseThrow(() -> new IllegalStateException("the server is not started yet"));
  }
}
