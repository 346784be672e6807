package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Ruling.Reason;
import java.util.Comparator;
import java.util.List;

/** A verdict in words. */
public final class VerdictText {
  private VerdictText() {}

  /** One sentence for each ruling, whoever is at fault first. */
  public static List<String> sentences(Verdict verdict) {
    return verdict.rulings().stream()
        .sorted(Comparator.comparingInt(r -> weight(r.outcome())))
        .map(VerdictText::sentence)
        .toList();
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case Outcome.AtFault() -> 0;
      case Outcome.Ourselves(_) -> 1;
      case Outcome.Hold(_) -> 2;
      case Outcome.FollowsFromIam() -> 3;
      case Outcome.Cleared() -> 4;
    };
  }

  private static String sentence(Ruling ruling) {
    return "%s (rule %s, %s confidence)."
        .formatted(
            said(ruling.outcome(), name(ruling.about())),
            ruling.rule(),
            ruling.confidence().word());
  }

  private static String said(Outcome outcome, String name) {
    return switch (outcome) {
      case Outcome.AtFault() -> name + " is at fault";
      case Outcome.Ourselves(var cause) -> ours(cause, name);
      case Outcome.Cleared() -> name + " works";
      case Outcome.FollowsFromIam() -> name + " is not tried while IAM fails";
      case Outcome.Hold(var reason) -> held(reason, name);
    };
  }

  private static String ours(Cause cause, String name) {
    return switch (cause) {
      case CARRIER_LOCAL -> "This carrier alone fails: others of its region reach " + name;
      case OUR_CLIENT_PATH -> "Our way to " + name + " fails, while it serves others";
      case OUR_CHANGE -> name + " fails since shortly after we changed something of ours";
      case CREDENTIALS -> name + " refuses keys or requests of ours";
      case CARRIER_NETWORK -> "The network, the clock or the names on our side are not in order";
      case DEADLOCK -> "Cartographer makes no exchanges though some are due";
      case COMMON_MODE ->
          "Something of ours fails that is common to logging and metrics: both services are up";
      case BAD_ALERT -> "The alert does not name a carrier of ours";
      case FLAPPING -> "It comes and goes too often to be left alone";
      case SUSPECTED -> name + " is suspected, but too little speaks for it to page its team";
      case UNCLEAR -> "What is known of " + name + " does not tell who is at fault";
    };
  }

  private static String held(Reason reason, String name) {
    return switch (reason) {
      case MUTED -> "Nobody is to be told of it now";
      case FLAP -> "All works again";
      case MAINTENANCE -> name + " is being worked on, as was announced";
      case WATCH -> "A probe of " + name + " is down, and no exchange has suffered yet";
    };
  }

  /** A dependency as people call it. */
  public static String name(Dependency dependency) {
    return switch (dependency) {
      case IAM -> "IAM";
      case LOGGING -> "Logging";
      case METRICS -> "Metrics";
      case CLUSTER -> "The cluster";
      case CARTOGRAPHER -> "Cartographer";
    };
  }
}
