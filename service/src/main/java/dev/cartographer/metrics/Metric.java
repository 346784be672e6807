package dev.cartographer.metrics;

/** One metric with all of its series. */
sealed interface Metric permits Counter, Gauge, Histogram {

  /** Writes what it is and how each series stands; without any series nothing. */
  void write(Page page);
}
