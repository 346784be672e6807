package dev.cartographer.rehearse;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * How few tokens would have ended in the best possible order, known only afterwards, of as many
 * renewals as were made and when they were made.
 *
 * <p>A renewal is a job of one call, with an instant from which it may be made and one until which
 * it must be. Always to make the one whose end is next, and to drop whoever has missed it, makes
 * the most of them in time (F. Glover, "Maximum matching in a convex bipartite graph", 1967). Some
 * save two tokens. The sets that can be made in time are those of a matroid, so the most of those
 * that save two are part of a best set, and two counts are enough (J. Edmonds, "Matroids and the
 * greedy algorithm", 1971).
 */
final class Optimum {
  private static final int BEGINNING = 1024;

  private final Jobs all = new Jobs();
  private final Jobs twofold = new Jobs();

  /**
   * Adds one renewal, in any order.
   *
   * @param from the millisecond from which it may be made, 0 or later
   * @param until the last millisecond at which it is in time; below zero when it can't be
   * @param worth how many tokens it saves, 1 or 2
   */
  void add(int from, int until, int worth) {
    all.add(from, until);
    if (worth == 2) {
      twofold.add(from, until);
    }
  }

  /** How many tokens end, at least, with these calls. */
  long lost(Calls calls) {
    return all.missed(calls) + twofold.missed(calls);
  }

  private static final class Jobs {
    private long[] jobs = new long[BEGINNING];
    private int size;

    void add(int from, int until) {
      if (size == jobs.length) {
        jobs = Arrays.copyOf(jobs, 2 * size);
      }
      jobs[size++] = ((long) from << Integer.SIZE) | (until & 0xFFFF_FFFFL);
    }

    long missed(Calls calls) {
      Arrays.sort(jobs, 0, size);
      var waiting = new PriorityQueue<Integer>();
      var inTime = 0;
      var next = 0;
      for (var call = 0; call < calls.size(); call++) {
        while (next < size && jobs[next] >> Integer.SIZE <= calls.at(call)) {
          waiting.add((int) jobs[next++]);
        }
        while (!waiting.isEmpty() && waiting.peek() < calls.at(call)) {
          waiting.remove();
        }
        if (waiting.poll() != null) {
          inTime++;
        }
      }
      return (long) size - inTime;
    }
  }
}
