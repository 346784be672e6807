package dev.cartographer.app;

import dev.cartographer.metrics.Exposition;
import dev.cartographer.metrics.Format;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Answers {@code GET /metrics} on the management port: Cartographer's own metrics, then those of
 * the Java process, in the format that is asked for.
 */
@ApplicationScoped
public class MetricsEndpoint {
  private final Exposition exposition;
  private final CollectorRegistry process;

  @Inject
  MetricsEndpoint(Exposition exposition, CollectorRegistry process) {
    this.exposition = exposition;
    this.process = process;
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
    var text = new StringWriter();
    try {
      TextFormat.writeFormat(format.contentType(), text, process.metricFamilySamples());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replaceFirst("# EOF\n$", "");
  }
}
