package dev.cartographer.token;

import java.time.Instant;
import java.util.Locale;

/** The answer of {@link RenewalPolicy}: due and why, or not due before when. */
public sealed interface Renewal {

  record Due(Reason reason) implements Renewal {}

  /** Nothing to do before {@code until}; {@code note} is what the cluster holds. */
  record NotDue(Note note, Instant until) implements Renewal {}

  /** Why a token is due: a closed vocabulary, shared by log, audit and tests. */
  enum Reason {
    /** The cluster holds nothing. */
    ABSENT,
    /** The cluster holds something that has no readable note or does not match it. */
    UNREADABLE,
    /** The cluster holds an older generation than was delivered: restored from a backup. */
    ROLLED_BACK,
    /** The token's life is over. */
    EXPIRED,
    /** The enrolment changed since: identity, carrier or target. */
    CHANGED,
    /** Somebody asked for it. */
    REQUESTED,
    /** The renewal point of this generation has passed. */
    AGEING;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
