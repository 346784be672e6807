package dev.cartographer.metrics;

/** In which words an exposition is written. */
public enum Format {
  /** Prometheus' text format 0.0.4. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0. */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }

  /**
   * The format for whoever accepts this.
   *
   * @param accept the value of the request's header {@code Accept}, empty without one
   */
  public static Format of(String accept) {
    return accept.contains("application/openmetrics-text") ? OPENMETRICS : TEXT;
  }
}
