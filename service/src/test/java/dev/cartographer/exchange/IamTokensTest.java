package dev.cartographer.exchange;

import static dev.cartographer.fault.Dependency.IAM;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IamTokensTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final IamKey KEY = IamKeyTest.aKey();

  private final MutableClock clock = new MutableClock(NOON);
  private final IamTokens tokens = new IamTokens(clock);
  private final AtomicInteger asked = new AtomicInteger();

  static Stream<IamKey> differingInOnePart() {
    return IamKeyTest.everyVariation().filter(key -> !key.equals(KEY));
  }

  @ParameterizedTest
  @MethodSource("differingInOnePart")
  void whoeverDiffersInOnePartAloneGetsATokenOfItsOwn(IamKey other) {
    var mine = tokens.tokenFor(KEY, () -> token("mine", 3600));

    var theirs = tokens.tokenFor(other, () -> token("theirs", 3600));

    assertThat(theirs.text().reveal()).isEqualTo("theirs");
    assertThat(tokens.tokenFor(KEY, () -> token("again", 3600))).isSameAs(mine);
  }

  @Test
  void aTokenServesUntilHalfOfItsLifeIsOver() {
    var first = tokens.tokenFor(KEY, () -> token("first", 3600));

    clock.advance(Duration.ofSeconds(1799));
    assertThat(tokens.tokenFor(KEY, () -> token("second", 3600))).isSameAs(first);

    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.tokenFor(KEY, () -> token("second", 3600)).text().reveal())
        .isEqualTo("second");
  }

  @Test
  void aTokenThatComesWithMoreThanHalfOfItsLifeGoneServesOnce() {
    var slow =
        tokens.tokenFor(
            KEY,
            () -> {
              var issued = token("slow", 20);
              clock.advance(Duration.ofSeconds(10));
              return issued;
            });

    assertThat(slow.text().reveal()).isEqualTo("slow");
    assertThat(tokens.tokenFor(KEY, () -> token("next", 20)).text().reveal()).isEqualTo("next");
  }

  @Test
  void ofTwoHundredThreadsThatMeetAnExpiredTokenOneAsks() throws Exception {
    tokens.tokenFor(KEY, () -> token("old", 3600));
    clock.advance(Duration.ofMinutes(30));
    var gate = new CountDownLatch(1);

    var results =
        allAtOnce(
            () ->
                tokens.tokenFor(
                    KEY,
                    () -> {
                      asked.incrementAndGet();
                      await(gate);
                      return token("new", 3600);
                    }),
            gate);

    assertThat(asked).hasValue(1);
    assertThat(results).extracting(r -> r.get().text().reveal()).containsOnly("new");
  }

  @Test
  void aFailureIsSharedByThoseWhoWaitAndMetByNobodyTwice() throws Exception {
    var fault = new Fault(IAM, FaultKind.HTTP_5XX, "IAM answered 503");
    var asking = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var leader =
        Thread.ofVirtual()
            .start(() ->
                faultOf(() -> {
                  asking.countDown();
                  await(gate);
                  throw new DependencyFailure(fault);
                }));
    await(asking);

    var results =
        allAtOnce(
            () -> {
              var first = faultOf(() -> token("late", 3600));
              var second = faultOf(() -> token("after", 3600));
              return List.of(first, second);
            },
            gate);

    leader.join();
    assertThat(results)
        .extracting(Future::get)
        .allSatisfy(faults -> {
          assertThat(faults.getFirst()).isIn(Optional.of(fault), Optional.empty());
          assertThat(faults.getLast()).isEmpty();
        });
  }

  @Test
  void aBugOfOursIsNotKeptEither() {
    assertThatThrownBy(() ->
            tokens.tokenFor(
                KEY,
                () -> {
                  throw new IllegalStateException("a bug");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(tokens.tokenFor(KEY, () -> token("fine", 3600)).text().reveal()).isEqualTo("fine");
  }

  @Test
  void aRefusedTokenIsDroppedAndANewerOneIsNot() {
    var refused = tokens.tokenFor(KEY, () -> token("refused", 3600));

    tokens.drop(KEY, refused);
    var newer = tokens.tokenFor(KEY, () -> token("newer", 3600));
    tokens.drop(KEY, refused);

    assertThat(tokens.tokenFor(KEY, () -> token("newest", 3600))).isSameAs(newer);
  }

  private BearerToken token(String text, long seconds) {
    var now = clock.instant();
    return new BearerToken(new SecretText(text), now, now.plusSeconds(seconds), Optional.empty());
  }

  private Optional<Fault> faultOf(Supplier<BearerToken> ask) {
    try {
      tokens.tokenFor(KEY, ask);
      return Optional.empty();
    } catch (DependencyFailure failure) {
      return Optional.of(failure.fault());
    }
  }

  /** Runs a task on 200 threads and opens the gate when all of them are on their way. */
  private static <T> List<Future<T>> allAtOnce(Callable<T> task, CountDownLatch gate)
      throws InterruptedException {
    var underWay = new CountDownLatch(200);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, 200)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    underWay.countDown();
                    return task.call();
                  }))
              .toList();
      assertThat(underWay.await(30, SECONDS)).isTrue();
      gate.countDown();
      return results;
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      assertThat(gate.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
