package dev.cartographer.rehearse;

import java.util.BitSet;

/**
 * The IAM tokens of a region's clusters as the product keeps them: one serves both signals during
 * the first half of its life, and whoever asks while it is being asked for shares the answer.
 */
final class IamTokens {
  private final long usable;
  private final long[] until;
  private final BitSet asking = new BitSet();
  private final BitSet shared = new BitSet();

  IamTokens(int clusters, long ttl) {
    this.usable = ttl / 2;
    this.until = new long[clusters];
  }

  void issued(int cluster, long at) {
    until[cluster] = at + usable;
  }

  /** Whether the cluster has one that serves at that time. */
  boolean serve(int cluster, long at) {
    return at < until[cluster];
  }

  /** Whether the caller is to ask; otherwise it is told when the call that is under way ends. */
  boolean ask(int cluster) {
    if (asking.get(cluster)) {
      shared.set(cluster);
      return false;
    }
    asking.set(cluster);
    return true;
  }

  /** The call is over; whether the cluster's other signal waits for what came of it. */
  boolean end(int cluster) {
    asking.clear(cluster);
    var waits = shared.get(cluster);
    shared.clear(cluster);
    return waits;
  }
}
