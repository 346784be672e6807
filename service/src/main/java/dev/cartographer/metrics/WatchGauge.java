package dev.cartographer.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Shows whether a carrier is watched for clusters that announce themselves. */
public final class WatchGauge {
  private WatchGauge() {}

  /** Asks each time it is read. */
  public static void show(MeterRegistry registry, String carrier, BooleanSupplier watching) {
    Gauge.builder("cartographer.discovery.watching", () -> watching.getAsBoolean() ? 1 : 0)
        .description("Whether the carrier is watched for clusters that announce themselves.")
        .tag("carrier", carrier)
        .register(registry);
  }
}
