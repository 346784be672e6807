package dev.cartographer.app;

import dev.cartographer.delivery.DirectoryDelivery;
import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.fleet.Name;
import dev.cartographer.metrics.Exposition;
import dev.cartographer.pull.AgentLogin;
import dev.cartographer.pull.IssuerKeys;
import dev.cartographer.pull.PullDesk;
import dev.cartographer.pull.Rates;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.store.Store;
import dev.cartographer.token.RenewalPolicy;
import java.nio.file.Path;
import java.time.Clock;

/** Agents that ask for their tokens, or leave word of those that they have taken up. */
final class Askers {
  private final CartographerConfig config;
  private final Store store;
  private final Clock clock;
  private final PullDelivery pull;
  private final DirectoryDelivery directory;
  private final IssuerKeys issuers;

  /**
   * Nobody has asked yet.
   *
   * @param delivered where the directories of clusters are
   */
  Askers(
      CartographerConfig config, Store store, SecretResolver secrets, Path delivered, Clock clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.pull = new PullDelivery(clock);
    this.directory = new DirectoryDelivery(delivered, store.pickups(), clock);
    this.issuers = new IssuerKeys(Issuers.of(config), secrets);
  }

  /** What is ready for those that ask. */
  PullDelivery pull() {
    return pull;
  }

  /** Where word is left. */
  DirectoryDelivery directory() {
    return directory;
  }

  /** The keys by which workloads' tokens are believed. */
  IssuerKeys issuers() {
    return issuers;
  }

  /**
   * Where they ask.
   *
   * @param nudge says that something is due
   */
  AgentDesk desk(RenewalPolicy renewal, Runnable nudge, Exposition exposition) {
    var settings = config.pull();
    return new AgentDesk(
        new AgentLogin(settings.audience(), store.workloads(), issuers, clock),
        new PullDesk(
            store.asked(), nudge, store.pickups(), pull, renewal, settings.waiting(), clock),
        new Rates(settings.rate(), clock),
        exposition);
  }

  /** Says that this process lives, and forgets tokens that nobody asks for any more. */
  void stayAlive() {
    store.replicas().beat(clock.instant());
    pull.tidy();
  }

  /** Looks what a cluster's agents have put down since the last look at their directory. */
  void lookForPickups(String cluster) {
    store
        .pickups()
        .untold(cluster)
        .forEach(untold -> directory.look(new Name(cluster), untold.cluster(), untold.signal()));
  }
}
