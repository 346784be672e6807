package dev.cartographer.rehearse;

/**
 * The IAM tokens of a region's clusters as the product keeps them: one serves both signals during
 * the first half of its life, and whoever asks while it is being asked for shares the answer.
 */
final class IamTokens {
  private static final byte ASKING = 1;
  private static final byte SHARED = 2;

  private final long usable;
  private final long[] until;
  private final byte[] calls;

  IamTokens(int clusters, long ttl) {
    this.usable = ttl / 2;
    this.until = new long[clusters];
    this.calls = new byte[clusters];
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
    var first = calls[cluster] == 0;
    calls[cluster] = first ? ASKING : SHARED;
    return first;
  }

  /** The call is over; whether the cluster's other signal waits for what came of it. */
  boolean end(int cluster) {
    var shared = calls[cluster] == SHARED;
    calls[cluster] = 0;
    return shared;
  }
}
