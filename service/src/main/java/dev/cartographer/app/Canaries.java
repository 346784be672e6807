package dev.cartographer.app;

import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.evidence.ExchangeRollUp;
import dev.cartographer.exchange.Attempt;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.metrics.FleetMeters;
import dev.cartographer.probe.Canary;
import dev.cartographer.probe.ProbeListener;
import dev.cartographer.secret.SecretRef;
import java.util.List;
import org.jboss.logging.Logger;

/** Reads the canaries from the configuration; a mistake names its key. */
final class Canaries {
  private static final Logger LOG = Logger.getLogger("cartographer.probe");

  private Canaries() {}

  static List<Canary> of(CartographerConfig config) {
    return config.probes().canaries().entrySet().stream()
        .map(e -> canary(e.getKey(), e.getValue(), config))
        .toList();
  }

  private static Canary canary(
      String region, CartographerConfig.Canary canary, CartographerConfig config) {
    var key = "cartographer.probes.canaries." + region;
    if (!config.regions().containsKey(region)) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": there is no region of that name.");
    }
    try {
      var secret = new SecretRef.FromFile(canary.secretFile());
      return new Canary(
          new Name(region),
          new Name(canary.cluster()),
          new Name(canary.tenant()),
          canary
              .clientId()
              .<Identity>map(id -> new Identity.Client(id, secret))
              .orElseGet(() -> new Identity.ApiKey(secret)));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }

  /** Counts what probes come to, for the metrics and as evidence. */
  static ProbeListener counted(FleetMeters meters, ExchangeRollUp evidence) {
    return new ProbeListener() {
      @Override
      public void probed(Carrier carrier, List<Attempt> attempts) {
        meters.probed(carrier, attempts);
        attempts.forEach(attempt -> evidence.count(carrier, attempt, Origin.PROBE));
      }

      @Override
      public void surprised(Carrier carrier, RuntimeException bug) {
        LOG.errorf(
            bug, "A probe of carrier %s failed by a bug of Cartographer's own", carrier.name());
      }
    };
  }
}
