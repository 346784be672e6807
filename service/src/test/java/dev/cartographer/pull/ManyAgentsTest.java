package dev.cartographer.pull;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.delivery.Pickups;
import dev.cartographer.delivery.PullDelivery;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Note;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.token.ServiceToken;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ManyAgentsTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int AGENTS = 10_000;

  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final PullDelivery delivery = new PullDelivery(clock);
  private final CountDownLatch arrived = new CountDownLatch(AGENTS);

  /** A queue in which every cluster's first token is the one that its agents hold. */
  private final Asked asked =
      new Asked() {
        @Override
        public Optional<Standing> standing(Caller caller, Signal signal) {
          arrived.countDown();
          return Optional.of(
              new Standing(
                  Optional.of(note(caller.cluster(), 1)), 1, true, Optional.empty(), MIDNIGHT));
        }

        @Override
        public void need(Caller caller, Signal signal, Instant now) {}

        @Override
        public void move(Caller caller, Signal signal, Instant now) {}

        @Override
        public void handedOver(Caller caller, Signal signal, Note note, Instant now) {}
      };

  private static ServiceToken token(long cluster, long generation) {
    return new ServiceToken(
        new SecretText("token " + generation + " of " + cluster),
        MIDNIGHT,
        MIDNIGHT.plus(Duration.ofHours(1)));
  }

  private static Note note(long cluster, long generation) {
    return Note.of(generation, token(cluster, generation));
  }

  private static Caller caller(long cluster) {
    return new Caller(cluster, new Name("c" + cluster), 1, true, "agent");
  }

  private static Binding binding(long id) {
    var like = Fleets.asking("c" + id);
    return new Binding(
        new Cluster(
            id, like.name(), like.tenant(), like.carrier(), like.identity(), like.target(), 1),
        LOGS);
  }

  @Test
  void tenThousandAgentsWaitWithoutAThreadEachAndOnlyThoseMeantAreWoken() throws Exception {
    var desk =
        new PullDesk(
            asked, () -> {}, Pickups.IGNORED, delivery, RenewalPolicy.DEFAULT, AGENTS, clock);
    var threads = ManagementFactory.getThreadMXBean();
    var before = threads.getThreadCount();
    var agents = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var answers = new ExecutorCompletionService<Answer>(agents);
      for (var i = 0; i < AGENTS; i++) {
        var cluster = i % 100;
        var holds = Optional.of(Tag.of(note(cluster, 1)));
        answers.submit(() -> desk.ask(caller(cluster), LOGS, holds, Duration.ofMinutes(10)));
      }
      arrived.await();
      assertThat(threads.getThreadCount() - before).isLessThan(50);

      delivery.deliver(binding(7), token(7, 2), note(7, 2));

      for (var i = 0; i < AGENTS / 100; i++) {
        assertThat(answers.take().get())
            .isInstanceOfSatisfying(
                Answer.Fresh.class, fresh -> assertThat(fresh.note()).isEqualTo(note(7, 2)));
      }
      assertThat(answers.poll()).isNull();
      assertThat(desk.present()).isEqualTo(AGENTS - AGENTS / 100);
    } finally {
      agents.shutdownNow();
    }
  }
}
