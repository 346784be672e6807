package dev.cartographer.app;

import dev.cartographer.agent.AgentConfigurations;
import dev.cartographer.agent.Ingest;
import dev.cartographer.agent.IngestUrl;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads from the configuration what agents are configured with; a mistake names its key. */
final class AgentRegions {
  private static final int LONGEST = 256 * 1024;

  private AgentRegions() {}

  static AgentConfigurations of(CartographerConfig config) {
    var regions = new HashMap<Name, Map<Signal, Ingest>>();
    config
        .regions()
        .forEach((name, region) -> {
          var key = "cartographer.regions." + name;
          regions.put(
              new Name(name),
              Map.of(
                  Signal.LOGS, ingest(key + ".logging.agents", region.logging().agents()),
                  Signal.METRICS, ingest(key + ".metrics.agents", region.metrics().agents())));
        });
    return new AgentConfigurations(regions);
  }

  private static Ingest ingest(String key, RegionConfig.Agents agents) {
    return checked(
        key,
        () ->
            new Ingest(
                agents.endpoint().map(IngestUrl::new),
                agents.otlpEndpoint().map(IngestUrl::new),
                agents.authoritiesFile().map(AgentRegions::certificates)));
  }

  /** They go to every cluster, so nothing else may be in the file. */
  private static String certificates(Path file) {
    try {
      var pem = Files.size(file) > LONGEST ? "" : Files.readString(file);
      if (!pem.contains("-----BEGIN CERTIFICATE-----") || pem.contains("PRIVATE KEY")) {
        throw new IllegalArgumentException(
            "authorities-file " + file + " holds certificates in PEM, at most 256 KiB, and no key");
      }
      return pem;
    } catch (IOException e) {
      throw new IllegalArgumentException("authorities-file " + file + " can't be read: " + e, e);
    }
  }

  private static <T> T checked(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }
}
