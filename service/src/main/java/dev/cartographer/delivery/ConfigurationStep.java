package dev.cartographer.delivery;

import dev.cartographer.agent.Configuration;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be done about the configuration that a cluster holds. Pure.
 *
 * <p>An agent that refuses a configuration goes on with the one before, and gets the refused one
 * never again: only another one.
 */
sealed interface ConfigurationStep {

  /** It is the one that is wanted, whole. */
  record Keep() implements ConfigurationStep {}

  /** These files are to be put in the place of those that are there. */
  record Write(Map<String, String> files) implements ConfigurationStep {}

  /**
   * The agent refused the one that is wanted.
   *
   * @param files of the one before, to be put back; empty when it is back, or there was none
   */
  record Refused(Optional<Map<String, String>> files) implements ConfigurationStep {}

  /**
   * Decides.
   *
   * @param there files that are there, by name, others' too; none before the first delivery
   * @param refused the hash of the configuration that the agent refused last
   */
  static ConfigurationStep of(
      Configuration wanted, Map<String, String> there, Optional<String> refused) {
    var held = Configuration.ours(there);
    var present = Configuration.in(held);
    var before = Configuration.before(held);
    var isThere = present.filter(wanted::equals).isPresent();
    if (refused.filter(wanted.hash()::equals).isPresent()) {
      return new Refused(
          isThere ? before.map(b -> b.delivered(Optional.empty())) : Optional.empty());
    }
    var files = wanted.delivered(isThere ? before : present.or(() -> before));
    return files.equals(held) ? new Keep() : new Write(files);
  }

  /** For {@link Refused}, once the one before is back. */
  static DependencyFailure refusal(Binding binding, Configuration wanted) {
    var detail =
        "the agent of "
            + binding
            + " refuses its configuration "
            + wanted.hash()
            + " and keeps the one before; its companion's log says why: change the agent, its labels"
            + " or the region's endpoint";
    return new DependencyFailure(new Fault(Dependency.CLUSTER, FaultKind.DELIVERY_REFUSED, detail));
  }
}
