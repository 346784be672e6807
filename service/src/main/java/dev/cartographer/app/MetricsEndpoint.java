package dev.cartographer.app;

import dev.cartographer.metrics.Exposition;
import dev.cartographer.metrics.Format;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/**
 * Answers {@code GET /metrics} on the management port: Cartographer's own metrics, then those of
 * the Java process, in the format that is asked for.
 */
@ApplicationScoped
@SuppressWarnings("deprecation") // Quarkus has this registry and not yet its successor
public class MetricsEndpoint {
  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private final Exposition exposition;
  private final PrometheusMeterRegistry process;

  @Inject
  MetricsEndpoint(Exposition exposition, PrometheusMeterRegistry process) {
    this.exposition = exposition;
    this.process = process;
  }

  /** Leaves out what goes against Prometheus' naming, which its own tool would complain about. */
  @Produces
  @Singleton
  static MeterFilter wellNamed() {
    return MeterFilter.deny(id -> MISNAMED.contains(id.getName()));
  }

  void listen(@Observes ManagementInterface management) {
    management.router().get("/metrics").blockingHandler(this::answer, false);
  }

  private void answer(RoutingContext context) {
    var accept = Optional.ofNullable(context.request().getHeader("Accept")).orElse("");
    var format = Format.of(accept);
    context
        .response()
        .putHeader("Content-Type", format.contentType())
        .end(Buffer.buffer(exposition.write(format, ofProcess(format))));
  }

  /** The end of an exposition in OpenMetrics is said once, by whoever writes all of it. */
  private String ofProcess(Format format) {
    return process.scrape(format.contentType()).replaceFirst("# EOF\n$", "");
  }
}
