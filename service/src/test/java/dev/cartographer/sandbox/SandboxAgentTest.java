package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Signal;
import dev.cartographer.sandbox.Ledger.Totals;
import dev.cartographer.sandbox.SandboxAgent.Counts;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SandboxAgentTest {
  private static final Feed FEED = new Feed("acme", Signal.METRICS);

  @TempDir Path delivered;
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Caller caller = new Caller();
  private final JwtIssuer iam = new JwtIssuer("https://iam.sandbox.invalid", clock);
  private final SandboxService metrics =
      SandboxService.start(Signal.METRICS, iam.trusted(), Duration.ofSeconds(30), clock);
  private SandboxAgent agent;

  @BeforeEach
  void anAgentBegins() {
    agent = new SandboxAgent(FEED, delivered, metrics.ingestEndpoint(), caller.http(), clock);
  }

  @AfterEach
  void end() {
    caller.close();
    metrics.close();
  }

  @Test
  void beforeTheFirstTokenItKeepsWhatItReads() throws Exception {
    workFor(Duration.ofSeconds(5));
    assertThat(agent.counts()).isEqualTo(new Counts(10, 0, 0, 0));

    deliver(token(60));
    workFor(Duration.ofSeconds(1));

    assertThat(agent.counts()).isEqualTo(new Counts(12, 12, 0, 0));
    assertThat(metrics.ledger().totals()).isEqualTo(new Totals(1, 12, 0, 0, 0));
  }

  @Test
  void rotationsLoseNothingAndRepeatNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      var token = token(60);
      deliver(token);
      workFor(Duration.ofSeconds(30));
      assertThat(metrics.ledger().lastWriter("acme"))
          .contains(Fingerprint.of(new SecretText(token)));
    }

    assertThat(agent.counts()).isEqualTo(new Counts(300, 300, 0, 0));
    assertThat(metrics.ledger().totals()).isEqualTo(new Totals(150, 300, 0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Breakage.class,
      names = {"UNAVAILABLE", "REFUSING", "THROTTLING", "BABBLING"})
  void anOutageLosesNothingAndRepeatsNothing(Breakage how) throws Exception {
    deliver(token(600));
    workFor(Duration.ofSeconds(2));

    metrics.server().breakDown(how);
    workFor(Duration.ofSeconds(3));
    assertThat(agent.counts()).isEqualTo(new Counts(10, 4, 0, 3));
    metrics.server().heal();
    workFor(Duration.ofSeconds(1));

    assertThat(agent.finish()).isTrue();
    assertThat(agent.counts()).isEqualTo(new Counts(12, 12, 0, 3));
    assertThat(metrics.ledger().totals()).isEqualTo(new Totals(3, 12, 0, 0, 0));
  }

  @Test
  void aWriteThatWasTakenUnheardIsSentAgainAndCountsOnce() throws Exception {
    deliver(token(600));
    metrics.server().breakDown(Breakage.HANGING);
    workFor(Duration.ofSeconds(1));
    assertThat(agent.counts()).isEqualTo(new Counts(2, 0, 0, 1));

    metrics.server().heal();
    workFor(Duration.ofSeconds(1));

    assertThat(agent.counts()).isEqualTo(new Counts(4, 4, 0, 1));
    assertThat(metrics.ledger().missing("acme", 4)).isZero();
    assertThat(metrics.ledger().totals().lines()).isEqualTo(4);
  }

  @Test
  void aRefusedWriteIsCountedAndMadeAgainWithTheNextToken() throws Exception {
    deliver(token(1));
    workFor(Duration.ofSeconds(1));
    workFor(Duration.ofSeconds(1));
    assertThat(agent.counts()).isEqualTo(new Counts(4, 0, 2, 0));
    assertThat(agent.finish()).isFalse();

    deliver(token(60));

    assertThat(agent.finish()).isTrue();
    assertThat(agent.counts()).isEqualTo(new Counts(4, 4, 3, 0));
    assertThat(metrics.ledger().totals()).isEqualTo(new Totals(1, 4, 0, 3, 0));
  }

  @Test
  void aFullBufferIsNoLossTheLinesWaitInTheFile() throws Exception {
    workFor(Duration.ofHours(2).minusSeconds(1), 1);
    assertThat(agent.counts().read()).isEqualTo(10_000);

    deliver(token(60));
    workFor(Duration.ofSeconds(1));
    agent.work();

    assertThat(agent.counts()).isEqualTo(new Counts(14_400, 14_400, 0, 0));
    assertThat(metrics.ledger().totals().lines()).isEqualTo(14_400);
    assertThat(metrics.ledger().totals().gaps()).isZero();
  }

  private void workFor(Duration time) {
    workFor(time, (int) time.toSeconds());
  }

  private void workFor(Duration time, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(time.dividedBy(times));
      agent.work();
    }
  }

  private String token(int seconds) {
    return iam.issue("acme", "metrics-service", Duration.ofSeconds(seconds), claims -> claims);
  }

  private void deliver(String token) throws IOException {
    var directory = Files.createDirectories(FEED.directory(delivered));
    var fresh = Files.writeString(directory.resolve("..new"), token);
    Files.move(fresh, directory.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
  }
}
