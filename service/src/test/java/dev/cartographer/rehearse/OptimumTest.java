package dev.cartographer.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimumTest {
  private record Job(int from, int until, int worth) {}

  @Test
  void noOrderLosesFewerThanTheOptimum() {
    for (var seed = 0; seed < 3_000; seed++) {
      var random = new SplittableRandom(seed);
      var jobs = new ArrayList<Job>();
      for (var i = random.nextInt(7); i > 0; i--) {
        var from = random.nextInt(10);
        jobs.add(new Job(from, from + random.nextInt(6) - 1, 1 + random.nextInt(2)));
      }
      var times = random.ints(random.nextInt(6), 0, 12).sorted().toArray();

      assertThat(optimum(jobs, times)).as("seed " + seed).isEqualTo(everyOrder(jobs, times, 0));
    }
  }

  private static long optimum(List<Job> jobs, int[] times) {
    var optimum = new Optimum();
    jobs.forEach(job -> optimum.add(job.from, job.until, job.worth));
    var calls = new Calls();
    for (var time : times) {
      calls.add(time);
    }
    return optimum.lost(calls);
  }

  /** The least that is lost, when every way to use each call is tried. */
  private static long everyOrder(List<Job> left, int[] times, int call) {
    if (call == times.length) {
      return left.stream().mapToLong(Job::worth).sum();
    }
    var least = everyOrder(left, times, call + 1);
    for (var job : left) {
      if (job.from <= times[call] && times[call] <= job.until) {
        var others = new ArrayList<>(left);
        others.remove(job);
        least = Math.min(least, everyOrder(others, times, call + 1));
      }
    }
    return least;
  }

  @Test
  void whatCanNotBeInTimeIsLostHoweverManyCallsThereAre() {
    assertThat(optimum(List.of(new Job(0, -1, 2)), new int[] {0, 1, 2})).isEqualTo(2);
  }
}
