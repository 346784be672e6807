package dev.cartographer.app;

import dev.cartographer.exchange.Region;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Name;
import dev.cartographer.store.EnrolmentRefused;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether identities fit the regions they are enrolled in, told before they are. */
final class Fitting {
  private static final int SHOWN = 5;

  private final Map<Name, Region> regions;

  Fitting(List<Region> regions) {
    this.regions = regions.stream().collect(Collectors.toMap(Region::name, Function.identity()));
  }

  /**
   * Checks each enrolment. A region that this server does not know is no objection: another replica
   * may.
   *
   * @throws EnrolmentRefused with the first few that don't fit; whoever wrote them is at fault
   */
  void check(Collection<Enrolment> enrolments) {
    var objections =
        enrolments.stream().flatMap(e -> objection(e).stream()).limit(SHOWN + 1).toList();
    if (!objections.isEmpty()) {
      var more = objections.size() > SHOWN ? "; and others" : "";
      throw new EnrolmentRefused(
          objections.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more);
    }
  }

  private Optional<String> objection(Enrolment enrolment) {
    return Optional.ofNullable(regions.get(enrolment.carrier().region()))
        .flatMap(region -> region.objection(enrolment.identity()))
        .map(why -> "cluster " + enrolment.name() + " " + why);
  }
}
