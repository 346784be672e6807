package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Ruling.Outcome;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of a case: a ruling for each dependency looked at, in the order iam, logging, metrics.
 *
 * @param notes what a person should know beside it, such as a page that contradicts our exchanges
 */
public record Verdict(List<Ruling> rulings, List<String> notes) {

  public Verdict {
    rulings = List.copyOf(rulings);
    notes = List.copyOf(notes);
  }

  /** Who is paged. */
  public Set<Dependency> atFault() {
    return rulings.stream()
        .filter(Ruling::blames)
        .map(Ruling::about)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether armada ICE is paged. */
  public boolean ourselves() {
    return rulings.stream().anyMatch(r -> r.outcome() instanceof Outcome.Ourselves);
  }

  /** Whether nobody is paged yet. */
  public boolean holds() {
    return atFault().isEmpty() && !ourselves();
  }
}
