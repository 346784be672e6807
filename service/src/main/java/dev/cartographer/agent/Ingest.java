package dev.cartographer.agent;

import java.util.Optional;

/**
 * Where the agents of a region send one signal.
 *
 * @param endpoint lines as JSON for logs, Prometheus remote write for metrics
 * @param otlp OTLP over HTTP, for the OpenTelemetry Collector
 * @param authorities certificates, in PEM, that the service is trusted by; those of the agent's
 *     machine or image when empty
 */
public record Ingest(
    Optional<IngestUrl> endpoint, Optional<IngestUrl> otlp, Optional<String> authorities) {

  /** Agents of the region are not configured. */
  public static final Ingest NONE =
      new Ingest(Optional.empty(), Optional.empty(), Optional.empty());
}
