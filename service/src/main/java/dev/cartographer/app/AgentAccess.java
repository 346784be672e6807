package dev.cartographer.app;

import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.pull.AgentLogin;
import dev.cartographer.pull.Disappointment;
import dev.cartographer.pull.IssuerKeys;
import dev.cartographer.pull.LatelyFound;
import dev.cartographer.pull.PullDesk;
import dev.cartographer.pull.Rates;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.store.Store;
import dev.cartographer.token.RenewalPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** All that has to do with agents that ask, put together. */
final class AgentAccess {
  private final Store store;
  private final Clock clock;
  private final PullDelivery delivery;
  private final IssuerKeys issuers;
  private final AgentDesk desk;

  /**
   * Reads its part of the configuration.
   *
   * @param nudge tells the queue that something is due
   * @throws StartFailure when the issuers can't be used
   */
  AgentAccess(
      CartographerConfig config,
      Store store,
      SecretResolver secrets,
      RenewalPolicy renewal,
      Runnable nudge,
      MeterRegistry registry,
      Clock clock) {
    var settings = config.pull();
    this.store = store;
    this.clock = clock;
    this.delivery = new PullDelivery(clock);
    this.issuers = new IssuerKeys(Issuers.of(config), secrets);
    this.desk =
        new AgentDesk(
            new AgentLogin(settings.audience(), new LatelyFound(store.workloads()), issuers, clock),
            new PullDesk(
                store.asked(),
                nudge,
                store.pickups(),
                delivery,
                renewal,
                settings.waiting(),
                clock),
            new Rates(settings.rate(), clock),
            registry);
  }

  /** Where tokens are kept ready for agents that ask. */
  PullDelivery delivery() {
    return delivery;
  }

  /** The keys by which workloads' tokens are believed. */
  IssuerKeys issuers() {
    return issuers;
  }

  /** Where agents ask. */
  AgentDesk desk() {
    return desk;
  }

  /** Tells waiting agents of tries of which no token came. */
  RotationListener listener() {
    return new Disappointment(delivery);
  }

  /** Says that this process lives, and forgets tokens that nobody asks for any more. */
  void keep() {
    store.replicas().beat(clock.instant());
    delivery.tidy();
  }
}
