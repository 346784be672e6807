package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import java.util.BitSet;

/**
 * What becomes of a region once its whole outage is over: when that is seen, when nobody waits any
 * more, and how many tokens ended in between that need not have.
 */
final class Aftermath {
  /** Two tokens that end so close together, in ms, end as one. */
  private static final int TOGETHER = 1000;

  private final Scenario scenario;
  private final Dependency watched;
  private final long outageEnds;
  private final long toDeliver;
  private final Bindings bindings;
  private final IamTokens iamTokens;

  /** Those who could be saved when the end was seen, and still wait. */
  private final BitSet savable = new BitSet();

  private final Optimum ofSavable = new Optimum();
  private final Optimum ofAll = new Optimum();
  private final Calls forSavable = new Calls();
  private final Calls forAll = new Calls();
  private long seenAt = -1;
  private long drainedAt = -1;
  private long ended;
  private long savableEnded;

  /**
   * Nothing seen yet.
   *
   * @param toDeliver how long it takes from the answer of the dependency until the token is there
   */
  Aftermath(Scenario scenario, long toDeliver, Bindings bindings, IamTokens iamTokens) {
    this.scenario = scenario;
    this.watched = scenario.watched();
    this.outageEnds =
        scenario.whole().map(outage -> outage.end().toMillis()).orElse(Long.MAX_VALUE);
    this.toDeliver = toDeliver;
    this.bindings = bindings;
    this.iamTokens = iamTokens;
  }

  /** The dependency that is looked at gave this binding a token, or its cluster. */
  void answered(int binding, long now) {
    if (now < outageEnds) {
      return;
    }
    if (seenAt < 0) {
      seenAt = now;
      for (var cluster = 0; 2 * cluster < bindings.count(); cluster++) {
        look(cluster);
      }
    }
    if (now - seenAt <= scenario.ttl().toMillis()) {
      forAll.add((int) (now - seenAt));
      if (savable.get(binding) && bindings.endsAt(binding) > now - scenario.latency().toMillis()) {
        forSavable.add((int) (now - seenAt));
      }
    }
  }

  /**
   * Adds the renewals that a cluster needs of the dependency. One call to IAM serves both signals,
   * unless the token from the last one still does.
   */
  private void look(int cluster) {
    switch (watched) {
      case LOGGING -> add(2 * cluster, 2 * cluster);
      case METRICS -> add(2 * cluster + 1, 2 * cluster + 1);
      case IAM, CLUSTER, CARTOGRAPHER -> {
        var from = Math.min(bindings.renewAt(2 * cluster), bindings.renewAt(2 * cluster + 1));
        if (!iamTokens.serve(cluster, Math.max(from, seenAt))) {
          add(2 * cluster, 2 * cluster + 1);
        }
      }
    }
  }

  /**
   * Of two that do not end together only the first to end is counted: the optimum is none the worse
   * for it.
   */
  private void add(int one, int other) {
    var until = Math.min(bindings.endsAt(one), bindings.endsAt(other));
    if (until <= seenAt) {
      return;
    }
    var apart = Math.abs(bindings.endsAt(one) - bindings.endsAt(other));
    var worth = one != other && apart < TOGETHER ? 2 : 1;
    var from = Math.min(bindings.renewAt(one), bindings.renewAt(other));
    var mayBeMade = Math.toIntExact(Math.max(0, from - seenAt));
    var inTime = Math.toIntExact(until - toDeliver - seenAt);
    ofAll.add(mayBeMade, inTime, worth);
    if (!bindings.isFailing(one) && !bindings.isFailing(other)) {
      ofSavable.add(mayBeMade, inTime, worth);
      savable.set(one);
      savable.set(other);
    }
  }

  /** A binding has a new token, or the rehearsal is over; the one before ended then, or will. */
  void replaced(int binding, long endsAt, long now) {
    if (seenAt < 0) {
      return;
    }
    if (seenAt < endsAt && endsAt < now) {
      ended++;
      savableEnded += savable.get(binding) ? 1 : 0;
    }
    savable.clear(binding);
  }

  /** Says whether anybody waits now. */
  void look(long now, boolean anybodyWaits) {
    if (seenAt >= 0 && drainedAt < 0 && !anybodyWaits) {
      drainedAt = now;
    }
  }

  /** When the first call after the outage was answered; below zero when none was. */
  long seenAt() {
    return seenAt;
  }

  /** When nobody waited any more; below zero when that did not come to be. */
  long drainedAt() {
    return drainedAt;
  }

  /**
   * Tokens of those who could be saved that ended beyond what the best order would have lost, of
   * the calls that were made for them.
   */
  long avoidable() {
    return seenAt < 0 ? 0 : Math.max(0, savableEnded - ofSavable.lost(forSavable));
  }

  /** Tokens that ended beyond what the best order would have lost, of all calls. */
  long beyondOptimum() {
    return seenAt < 0 ? 0 : Math.max(0, ended - ofAll.lost(forAll));
  }
}
