package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;

/**
 * What a rule says of one dependency.
 *
 * @param rule its number, such as {@code I7}; kept with every incident
 * @param about the dependency looked at
 */
public record Ruling(String rule, Dependency about, Outcome outcome, Confidence confidence) {

  /** Who is at fault, or why nobody is. */
  public sealed interface Outcome {
    /** The dependency is, so its team is paged. */
    record AtFault() implements Outcome {}

    /** We are, or nobody else can be told with enough confidence: armada ICE is paged. */
    record Ourselves(Cause cause) implements Outcome {}

    /** It works. */
    record Cleared() implements Outcome {}

    /** Its exchanges fail since IAM's do: nobody is paged for it. */
    record FollowsFromIam() implements Outcome {}

    /** Nobody is paged yet. */
    record Hold(Reason reason) implements Outcome {}
  }

  /** What of ours is suspected. */
  public enum Cause {
    /** Only this carrier fails, while others in its region reach the dependency. */
    CARRIER_LOCAL,
    /** The dependency serves others; the way from us to it does not. */
    OUR_CLIENT_PATH,
    /** It began soon after we changed something. */
    OUR_CHANGE,
    /** Keys or configuration of ours are refused. */
    CREDENTIALS,
    /** The carrier's own network, clock or names. */
    CARRIER_NETWORK,
    /** Cartographer itself makes no exchanges. */
    DEADLOCK,
    /** Logging and metrics fail alike and both are up: something common to both is ours. */
    COMMON_MODE,
    /** The alert does not say which carrier, or is none that we know. */
    BAD_ALERT,
    /** It comes and goes too often to be left alone. */
    FLAPPING,
    /** The dependency is suspected, but not enough speaks for it to page its team. */
    SUSPECTED,
    /** No rule fits. */
    UNCLEAR
  }

  /** Why nobody is paged yet. */
  public enum Reason {
    /** Silenced, muted, or work of our own. */
    MUTED,
    /** Every dependency does well again. */
    FLAP,
    /** Work of the dependency that was announced before. */
    MAINTENANCE,
    /** A probe is down, and no exchange has suffered. */
    WATCH
  }

  boolean blames() {
    return outcome instanceof Outcome.AtFault;
  }

  /** With less confidence; below medium nobody but ourselves is blamed. */
  Ruling lower() {
    return with(confidence.lower());
  }

  Ruling with(Confidence other) {
    var sure = other.compareTo(Confidence.MEDIUM) >= 0;
    var who = blames() && !sure ? new Outcome.Ourselves(Cause.SUSPECTED) : outcome;
    return new Ruling(rule, about, who, other);
  }

  Ruling under(String number) {
    return new Ruling(number, about, outcome, confidence);
  }
}
