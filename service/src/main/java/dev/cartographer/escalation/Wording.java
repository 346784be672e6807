package dev.cartographer.escalation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Ruling.Reason;
import java.util.Collection;
import java.util.stream.Collectors;

/** Verdicts in words. */
final class Wording {
  private Wording() {}

  static String name(Dependency dependency) {
    return switch (dependency) {
      case IAM -> "IAM";
      case LOGGING -> "logging";
      case METRICS -> "metrics";
      case CLUSTER -> "the cluster";
      case CARTOGRAPHER -> "Cartographer";
    };
  }

  static String names(Collection<Dependency> dependencies) {
    return dependencies.stream().sorted().map(Wording::name).collect(Collectors.joining(" and "));
  }

  /** A ruling with its rule, such as {@code IAM is at fault (rule I1, high)}. */
  static String of(Ruling ruling) {
    return says(ruling) + " (rule " + ruling.rule() + ", " + ruling.confidence().word() + ")";
  }

  private static String says(Ruling ruling) {
    var about = name(ruling.about());
    return switch (ruling.outcome()) {
      case Outcome.AtFault() -> about + " is at fault";
      case Outcome.Ourselves(var cause) -> because(cause, about);
      case Outcome.Cleared() -> about + " works";
      case Outcome.FollowsFromIam() -> about + " fails since IAM does";
      case Outcome.Hold(var reason) -> "nobody is paged for " + about + ": " + since(reason);
    };
  }

  private static String because(Cause cause, String about) {
    return switch (cause) {
      case CARRIER_LOCAL -> "only this carrier can't use " + about + ", others in its region can";
      case OUR_CLIENT_PATH -> about + " serves others, and not us";
      case OUR_CHANGE -> "it began soon after we changed something";
      case CREDENTIALS -> about + " refuses our keys or our configuration";
      case CARRIER_NETWORK -> "the carrier's own network, clock or names are at fault";
      case DEADLOCK -> "Cartographer itself makes no exchanges";
      case COMMON_MODE -> "logging and metrics fail alike while both are up";
      case BAD_ALERT -> "the alert names no carrier that we know";
      case FLAPPING -> "it comes and goes";
      case SUSPECTED -> about + " is suspected, without enough that speaks for it";
      case UNCLEAR -> "no rule fits what is known of " + about;
    };
  }

  private static String since(Reason reason) {
    return switch (reason) {
      case MUTED -> "it is muted";
      case FLAP -> "all does well again";
      case MAINTENANCE -> "this is announced maintenance";
      case WATCH -> "a probe is down, and no exchange has suffered";
    };
  }

  /** What armada ICE does first. */
  static String first(Cause cause, Dependency about) {
    return switch (cause) {
      case CARRIER_LOCAL, CARRIER_NETWORK ->
          "look at the carrier's network, proxy, clock and name server";
      case OUR_CLIENT_PATH -> "look at our way to " + name(about) + ": proxy, trust, addresses";
      case OUR_CHANGE -> "take back what we changed in the hour before";
      case CREDENTIALS -> "check the keys and the configuration that we show " + name(about);
      case DEADLOCK -> "restart Cartographer on this carrier";
      case COMMON_MODE -> "look for what logging and metrics share: network, proxy, trust";
      case BAD_ALERT -> "look at the labels of the alert";
      case FLAPPING -> "find out why it comes and goes";
      case SUSPECTED -> "ask the team of " + name(about) + ", and look at the unknowns";
      case UNCLEAR -> "read the evidence, and follow the runbook";
    };
  }
}
