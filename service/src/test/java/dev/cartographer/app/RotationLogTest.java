package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.app.LogLine.Field;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.GateView;
import dev.cartographer.limit.Gates.Place;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationLogTest {
  private static final Instant NOW = Instant.parse("2026-11-25T13:00:00Z");
  private static final Fault IAM_503 =
      new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503");
  private static final Fault REVOKED =
      new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, "IAM does not know the client");
  private static final Fault NOT_ENTITLED =
      new Fault(Dependency.LOGGING, FaultKind.NOT_ENTITLED, "logging grants it nothing");

  private final List<LogLine> lines = new ArrayList<>();
  private final MutableClock clock = new MutableClock(NOW);
  private final RotationLog log = new RotationLog(clock, lines::add);

  @Test
  void theFirstFailureSaysWhyItIsAndHowLongTheTokenStillLasts() {
    ends(claim(1, until("14:03")), failed(IAM_503));

    assertThat(sentences())
        .containsExactly(
            "acme-1/logs can't be renewed: IAM answered 503 (CTG-1106). Token still valid until"
                + " 14:03 UTC. See: cartographer why cluster acme-1");
    assertThat(lines.getFirst().fields())
        .isEqualTo(
            Map.of(
                Field.BINDING, "acme-1/logs",
                Field.CARRIER, "dal10-carrier1",
                Field.REGION, "us-south",
                Field.DEPENDENCY, "iam",
                Field.FAULT, "http_5xx",
                Field.CODE, "CTG-1106",
                Field.VALID_UNTIL, "2026-11-25T14:03:00Z"));
  }

  @Test
  void aTokenThatHasEndedIsSaidToBeOver() {
    ends(claim(1, until("12:40")), failed(REVOKED));

    assertThat(sentences().getFirst()).contains("No valid token since 12:40 UTC.");
  }

  @Test
  void anEndMoreThanADayAwayHasItsDay() {
    clock.advance(Duration.ofDays(3));

    ends(claim(1, until("12:40")), failed(REVOKED));

    assertThat(sentences().getFirst()).contains("No valid token since 2026-11-25 12:40 UTC.");
  }

  @Test
  void whoeverNeverHadATokenIsSaidToHoldNone() {
    ends(claim(1, Optional.empty()), failed(REVOKED));

    assertThat(sentences().getFirst()).contains("It holds no token yet.");
    assertThat(lines.getFirst().fields()).doesNotContainKey(Field.VALID_UNTIL);
  }

  @Test
  void whatGoesOnAsBeforeIsNoLine() {
    ends(claim(1, until("14:03")), fresh());
    ends(again(claim(1, until("14:03")), Dependency.IAM), failed(IAM_503));
    ends(again(claim(2, until("14:03")), Dependency.CLUSTER), failed(REVOKED));
    ends(again(claim(3, until("14:03")), Dependency.CLUSTER), failed(NOT_ENTITLED));
    log.turn();

    assertThat(lines).isEmpty();
  }

  @Test
  void anotherFaultThanBeforeIsAChange() {
    ends(again(claim(1, until("14:03")), Dependency.IAM), failed(REVOKED));

    assertThat(sentences()).hasSize(1).first().asString().contains("CTG-1101");
  }

  @Test
  void anOutageOfAHundredThousandIsOneLineAndOneThatCounts() {
    for (int i = 0; i < 100_000; i++) {
      ends(claim(i, until(i == 77 ? "14:03" : "15:10")), failed(IAM_503));
    }
    log.turn();

    assertThat(sentences()).hasSize(2);
    assertThat(sentences().getLast())
        .isEqualTo(
            "99999 more renewals failed at IAM of us-south in the last minute, mostly by http_5xx"
                + " (CTG-1106). First dark at 14:03 UTC. See: cartographer get bindings --state"
                + " failing");
    assertThat(lines.getLast().fields())
        .isEqualTo(
            Map.of(
                Field.REGION, "us-south",
                Field.DEPENDENCY, "iam",
                Field.FAULT, "http_5xx",
                Field.CODE, "CTG-1106",
                Field.COUNT, "99999",
                Field.FIRST_DARK, "2026-11-25T14:03:00Z"));
  }

  @Test
  void anOutageThatGoesOnIsOneLineAMinute() {
    outageOf(10);
    lines.clear();

    outageOf(10);
    outageOf(10);

    assertThat(lines).hasSize(2);
    assertThat(sentences()).allMatch(s -> s.startsWith("10 more renewals failed at IAM"));
  }

  @Test
  void afterAQuietMinuteTheFirstIsToldByItselfAgain() {
    outageOf(10);
    log.turn();
    lines.clear();

    outageOf(1);

    assertThat(sentences()).hasSize(1).first().asString().startsWith("acme-0/logs can't be");
  }

  @Test
  void theSummarySaysHowManyHoldNoToken() {
    ends(claim(0, until("12:45")), failed(IAM_503));
    ends(claim(1, until("12:50")), failed(IAM_503));
    ends(claim(2, Optional.empty()), failed(IAM_503));
    log.turn();

    assertThat(sentences().getLast())
        .startsWith("2 more renewals failed")
        .contains("First dark since 12:50 UTC. Without a token: 1.");
  }

  @Test
  void theFaultsOfTwoDependenciesAreCountedApart() {
    var logging = new Fault(Dependency.LOGGING, FaultKind.TIMEOUT, "no answer in 5 s");
    for (int i = 0; i < 3; i++) {
      ends(claim(i, until("14:03")), failed(IAM_503));
      ends(claim(i, until("14:03")), failed(logging));
    }
    log.turn();

    assertThat(sentences()).hasSize(4);
    assertThat(sentences().subList(2, 4))
        .anyMatch(s -> s.startsWith("2 more renewals failed at IAM of us-south"))
        .anyMatch(s -> s.startsWith("2 more renewals failed at logging of us-south"));
  }

  @Test
  void aClustersOwnFaultIsItsOwnLineInTheMiddleOfAnOutage() {
    outageOf(100);
    lines.clear();

    ends(claim(500, until("14:03")), failed(REVOKED));
    ends(claim(501, until("14:03")), failed(NOT_ENTITLED));

    assertThat(sentences()).hasSize(2);
    assertThat(lines).allMatch(l -> "cluster".equals(l.fields().get(Field.DEPENDENCY)));
  }

  @Test
  void manyClustersWithAFaultOfTheirOwnAreTwentyLinesAMinuteAndACount() {
    for (int i = 0; i < 1_000; i++) {
      ends(claim(i, until("14:03")), failed(REVOKED));
    }
    log.turn();

    assertThat(lines).hasSize(21);
    assertThat(sentences().getLast())
        .startsWith("980 more renewals failed at clusters of us-south");
  }

  @Test
  void allAreBackInOneLineAndOneThatCounts() {
    for (int i = 0; i < 1_000; i++) {
      ends(again(claim(i, until("14:03")), Dependency.IAM), rotated("15:00"));
    }
    log.turn();

    assertThat(sentences())
        .containsExactly(
            "acme-0/logs is renewed again, failed tries before: 3. Token valid until 15:00 UTC",
            "999 more renewals that failed at IAM of us-south went through in the last minute");
  }

  @Test
  void aBugShowsItsTraceAFewTimesAMinute() {
    for (int i = 0; i < 1_000; i++) {
      log.surprised(claim(i, until("14:03")), new IllegalStateException("a bug"));
    }

    assertThat(lines).hasSize(5).allMatch(l -> l.bug().isPresent());
  }

  @Test
  void aFailingDatabaseIsToldOnceAndOnceWhenItIsBack() {
    log.storeFailed("connection refused");
    log.storeFailed("connection refused");
    log.storeAnswered();
    log.storeAnswered();

    assertThat(sentences())
        .containsExactly(
            "Nothing is renewed for now: connection refused. Clusters keep the tokens they hold",
            "The database answers again; renewal goes on");
  }

  @Test
  void aGateTellsOfItsRegionAndDependency() {
    var place = new Place(new Name("us-south"), Dependency.IAM);

    new GateLog(lines::add).accept(place, new GateView(Optional.of(NOW), Optional.empty(), 1, 0));
    new GateLog(lines::add).accept(place, new GateView(Optional.empty(), Optional.empty(), 9, 0));

    assertThat(sentences().getFirst()).startsWith("IAM of us-south fails: renewals that need it");
    assertThat(sentences().getLast()).startsWith("IAM of us-south answers again");
    assertThat(lines)
        .allMatch(
            l -> l.fields().equals(Map.of(Field.REGION, "us-south", Field.DEPENDENCY, "iam")));
  }

  private void outageOf(int bindings) {
    for (int i = 0; i < bindings; i++) {
      ends(claim(i, until("14:03")), failed(IAM_503));
    }
    log.turn();
  }

  private List<String> sentences() {
    return lines.stream().map(LogLine::sentence).toList();
  }

  private void ends(Claim claim, RotationOutcome outcome) {
    log.ended(claim, outcome, Duration.ofMillis(20), true);
  }

  private static RotationOutcome failed(Fault fault) {
    return new Failed(fault, Duration.ofSeconds(5), NOW.plusSeconds(5), List.of());
  }

  private static RotationOutcome rotated(String end) {
    return new Rotated(until(end).orElseThrow(), Reason.EXPIRED, NOW.plusSeconds(60), List.of());
  }

  private static RotationOutcome fresh() {
    return new Fresh(until("14:03").orElseThrow(), NOW.plusSeconds(60), List.of());
  }

  private static Optional<Note> until(String end) {
    return Optional.of(
        new Note(
            7,
            NOW.minus(Duration.ofHours(1)),
            Instant.parse("2026-11-25T" + end + ":00Z"),
            Fingerprint.of(new SecretText("a token"))));
  }

  private static Claim claim(int number, Optional<Note> held) {
    var wish = Fleets.cluster("acme-" + number);
    var carrier = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));
    var cluster =
        new Cluster(number, wish.name(), wish.tenant(), carrier, wish.identity(), wish.target(), 1);
    return new Claim(
        new Binding(cluster, Signal.LOGS), 1, held, Wish.NONE, 0, Duration.ZERO, Optional.empty());
  }

  private static Claim again(Claim claim, Dependency failedAt) {
    return new Claim(
        claim.binding(),
        claim.fence(),
        claim.recorded(),
        claim.wish(),
        3,
        Duration.ofSeconds(5),
        Optional.of(failedAt));
  }
}
