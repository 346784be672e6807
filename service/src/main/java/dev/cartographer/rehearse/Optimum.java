package dev.cartographer.rehearse;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * How few tokens would have ended in the best possible order of renewals, known only afterwards: in
 * as many renewals each second as were made.
 *
 * <p>Renewals are jobs of one unit, each with a second from which it may be made and one until
 * which it must be. Always to make the one whose deadline is next, and to drop whoever missed his,
 * makes the most of them in time (F. Glover, "Maximum matching in a convex bipartite graph", 1967).
 */
final class Optimum {
  private long[] jobs = new long[1024];
  private int size;

  /**
   * Adds one job.
   *
   * @param worth how many tokens it saves, 1 or 2
   */
  void add(int fromSecond, int untilSecond, int worth) {
    if (size == jobs.length) {
      jobs = Arrays.copyOf(jobs, 2 * size);
    }
    jobs[size++] = ((long) fromSecond << 32) | ((long) untilSecond << 1) | (worth - 1);
  }

  /** What the missed jobs are worth in sum, when so many are made in each second. */
  long missed(int[] made) {
    Arrays.sort(jobs, 0, size);
    var waiting = new PriorityQueue<Long>();
    var missed = 0L;
    var next = 0;
    for (var second = 0; second < made.length; second++) {
      while (next < size && jobs[next] >> 32 <= second) {
        waiting.add(jobs[next++] & 0xFFFF_FFFFL);
      }
      missed += late(waiting, second);
      for (var places = made[second]; places > 0 && !waiting.isEmpty(); places--) {
        waiting.remove();
      }
    }
    return missed + late(waiting, made.length);
  }

  private static long late(PriorityQueue<Long> waiting, int second) {
    var worth = 0L;
    for (var job = waiting.peek(); job != null && job >> 1 < second; job = waiting.peek()) {
      waiting.remove();
      worth += 1 + (job & 1);
    }
    return worth;
  }
}
