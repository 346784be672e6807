package dev.cartographer.app;

import dev.cartographer.discovery.Discovery;
import dev.cartographer.rotation.StoreFailure;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One carrier's discovery, again and again; says what stands in its way once. */
final class DiscoveryRounds implements Runnable {
  private static final Logger LOG = Logger.getLogger("cartographer.discovery");

  private final Discovery discovery;
  private Optional<String> told = Optional.empty();

  DiscoveryRounds(Discovery discovery) {
    this.discovery = discovery;
  }

  @Override
  public void run() {
    try {
      tell(discovery.round());
    } catch (StoreFailure failure) {
      LOG.debugf("discovery on %s skips a round: %s", discovery.carrier(), failure.why());
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "A bug in the discovery on %s; it goes on", discovery.carrier());
    }
  }

  private void tell(Optional<String> trouble) {
    if (!trouble.equals(told)) {
      trouble.ifPresentOrElse(
          why -> LOG.warnf("Discovery on carrier %s: %s", discovery.carrier(), why),
          () -> LOG.infof("Discovery on carrier %s goes well again", discovery.carrier()));
      told = trouble;
    }
  }
}
