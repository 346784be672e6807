package dev.cartographer.app;

import dev.cartographer.discovery.Announcements;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.pull.IssuerKeys;
import dev.cartographer.pull.KeysUnavailable;
import dev.cartographer.store.EnrolmentRefused;
import dev.cartographer.store.Store;
import dev.cartographer.view.ClusterView;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The fleet, for those who announce clusters. */
record AnnouncedFleet(Store store, IssuerKeys issuers, Runnable nudge, Clock clock)
    implements Announcements {

  @Override
  public Optional<String> enrol(Enrolment cluster, String origin) {
    try {
      cluster.workload().ifPresent(issuers::check);
      var result = store.fleet().announced(cluster, origin, clock.instant());
      if (result.unchanged() == 0) {
        nudge.run();
      }
      return Optional.empty();
    } catch (EnrolmentRefused | KeysUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean leave(String cluster, String origin) {
    var left = store.removals().unannounced(cluster, origin, clock.instant());
    left.ifPresent(_ -> nudge.run());
    return left.isEmpty();
  }

  @Override
  public List<ClusterView> clusters(List<String> origins) {
    return origins.isEmpty() ? List.of() : store.reader().announced(origins, clock.instant());
  }
}
