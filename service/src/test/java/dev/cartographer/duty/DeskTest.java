package dev.cartographer.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Incident.Phase;
import dev.cartographer.incident.Pace;
import dev.cartographer.incident.Page;
import dev.cartographer.incident.Team;
import dev.cartographer.intake.ReceivedAlert;
import dev.cartographer.store.AlertTable;
import dev.cartographer.store.Database;
import dev.cartographer.store.IncidentJson;
import dev.cartographer.store.IncidentTable;
import dev.cartographer.store.IncidentTable.Kept;
import dev.cartographer.store.Store;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.DecisionTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String IAM = "CartographerIAMTokenExchangeErrors";
  private static final String LOGGING = "CartographerLoggingServiceTokenExchangeErrors";
  private static final String METRICS = "CartographerMetricsServiceTokenExchangeErrors";

  @TempDir private static Path directory = Path.of("");
  private final Database database = RealPostgres.newDatabase();
  private final MutableClock clock = new MutableClock(NOON);
  private final Situation situation = new Situation();
  private final ErrandList errands = new ErrandList();
  private final Store store = Store.open(database, directory.resolve(clock.hashCode() + ""));
  private final AlertTable alerts = store.alerts();
  private final IncidentTable incidents = store.incidents();
  private final Desk desk = new Desk(alerts, incidents, errands, Pace.DEFAULT, clock);

  @BeforeEach
  void makeErrands() {
    incidents.alone(
        h -> h.execute("create table errand (number bigserial, incident bigint, what text)"));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private static ReceivedAlert fires(String name, String carrier, String region) {
    return new ReceivedAlert(
        new TreeMap<>(Map.of("alertname", name, "carrier", carrier, "region", region)),
        NOON,
        Optional.empty());
  }

  private ReceivedAlert ends(ReceivedAlert alert) {
    return new ReceivedAlert(alert.labels(), alert.startsAt(), Optional.of(clock.instant()));
  }

  private void receive(ReceivedAlert... received) {
    alerts.receive(List.of(received), clock.instant());
    desk.look();
  }

  /** Lets time pass as the product does: a look each ten seconds, and evidence at once. */
  private void pass(Duration time) {
    for (var left = time.toSeconds(); left > 0; left -= 10) {
      clock.advance(Duration.ofSeconds(10));
      desk.look();
      while (desk.diagnose(situation)) {
        // One incident after the other.
      }
      accept();
    }
  }

  /** The pager takes whatever page is wanted. */
  private void accept() {
    for (var kept : incidents.latest(100)) {
      kept.incident()
          .pages()
          .forEach((team, page) -> {
            if (page.state() == Page.State.WANTED) {
              desk.tell(kept.id(), new Event.Accepted(team));
            }
          });
    }
  }

  private List<String> errands() {
    return errands.all(incidents);
  }

  private Kept only() {
    return incidents.latest(100).getLast();
  }

  @Test
  void ofThreeAlertsThatIamCausedOnlyIamIsPagedOnce() {
    situation.iamIsDown();
    receive(fires(LOGGING, "dal10-1", "us-south"));
    pass(Duration.ofSeconds(20));
    receive(
        fires(IAM, "dal10-1", "us-south"),
        fires(METRICS, "dal10-1", "us-south"),
        fires(LOGGING, "dal10-1", "us-south"));
    pass(Duration.ofMinutes(10));

    assertThat(errands()).containsExactly("tell DECIDED", "page IAM");
    assertThat(incidents.latest(10)).hasSize(1);
  }

  @Test
  void itIsPagedWithinNinetySecondsOfTheFirstAlert() {
    situation.iamIsDown();
    receive(fires(IAM, "dal10-1", "us-south"));
    pass(Duration.ofSeconds(40));

    assertThat(errands()).contains("page IAM");
  }

  @Test
  void fortyCarriersInTwoRegionsAreOnePage() {
    situation.iamIsDown();
    receive(fires(IAM, "dal10-1", "us-south"));
    pass(Duration.ofMinutes(1));
    assertThat(errands()).containsExactly("tell DECIDED", "page IAM");

    receive(
        IntStream.range(0, 40)
            .mapToObj(i -> fires(IAM, "carrier-" + i, i % 2 == 0 ? "us-south" : "us-east"))
            .toArray(ReceivedAlert[]::new));
    pass(Duration.ofMinutes(5));

    assertThat(errands())
        .containsExactly(
            "tell DECIDED",
            "page IAM",
            "tell DECIDED",
            "page IAM",
            "end IAM SUPERSEDED",
            "tell SUPERSEDED",
            "close");
    assertThat(incidents.latest(10)).hasSize(2);
    assertThat(incidents.latest(1).getFirst().incident().firing()).hasSize(41);
  }

  @Test
  void duplicatesInWhateverOrderAreOne() {
    situation.iamIsDown();
    var random = new Random(7);
    var messages = new ArrayList<ReceivedAlert>();
    for (var i = 0; i < 50; i++) {
      messages.add(fires(IAM, "dal10-" + i % 5, "us-south"));
    }
    for (var i = 0; i < 10; i++) {
      Collections.shuffle(messages, random);
      receive(messages.toArray(ReceivedAlert[]::new));
      pass(Duration.ofSeconds(10));
    }

    assertThat(errands()).containsExactly("tell DECIDED", "page IAM");
  }

  @Test
  void anEndThatComesBeforeItsBeginningIsTheEnd() {
    var alert = fires(IAM, "dal10-1", "us-south");
    receive(ends(alert));
    receive(alert);
    pass(Duration.ofMinutes(2));

    assertThat(incidents.latest(10)).isEmpty();
  }

  @Test
  void whoeverIsKilledWhileWritingIsFollowedByOneWhoDoesItOnce() {
    situation.iamIsDown();
    var alert = fires(IAM, "dal10-1", "us-south");
    alerts.receive(List.of(alert), clock.instant());
    for (var line = 1; line <= 12; line++) {
      errands.dieAt(line);
      died(Duration.ofMinutes(1));
      errands.live();
      pass(Duration.ofMinutes(1));
      incidents.latest(1).forEach(k -> desk.tell(k.id(), new Event.Acknowledged(Team.IAM)));
    }
    alerts.receive(List.of(ends(alert)), clock.instant());
    for (var line = 1; line <= 6; line++) {
      errands.dieAt(line);
      died(Duration.ofMinutes(1));
      errands.live();
      pass(Duration.ofMinutes(1));
    }
    situation.allIs(Situation.WELL);
    errands.dieAt(2);
    died(Duration.ofMinutes(6));
    errands.live();
    pass(Duration.ofMinutes(6));

    assertThat(errands())
        .containsExactly("tell DECIDED", "page IAM", "end IAM RESOLVED", "tell RESOLVED");
  }

  private void died(Duration within) {
    try {
      pass(within);
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("killed");
    }
  }

  @Test
  void aWrongFirstVerdictIsHandedOverOnce() {
    situation.is(Dependency.LOGGING, Situation.DOWN);
    receive(fires(LOGGING, "dal10-1", "us-south"));
    pass(Duration.ofMinutes(3));
    assertThat(errands()).containsExactly("tell DECIDED", "page LOGGING");

    situation.iamIsDown();
    receive(fires(IAM, "dal10-1", "us-south"));
    pass(Duration.ofMinutes(5));

    assertThat(errands())
        .containsExactly(
            "tell DECIDED", "page LOGGING", "tell CHANGED", "page IAM", "end LOGGING HANDED_OVER");
  }

  @Test
  void whatFlapsForAnHourIsOnePageAndNoStorm() {
    situation.iamIsDown();
    for (var i = 0; i < 20; i++) {
      var alert = fires(IAM, "dal10-1", "us-south");
      var again = new ReceivedAlert(alert.labels(), clock.instant(), Optional.empty());
      situation.iamIsDown();
      receive(again);
      pass(Duration.ofSeconds(90));
      situation.allIs(Situation.WELL);
      receive(ends(again));
      pass(Duration.ofSeconds(90));
    }

    assertThat(errands().stream().filter(e -> e.startsWith("page IAM"))).hasSize(1);
    assertThat(errands()).hasSizeLessThan(8);
  }

  @Test
  void anAlertWithoutItsCarrierIsSomebodysToo() {
    receive(fires(IAM, "", ""));
    pass(Duration.ofMinutes(1));

    assertThat(only().incident().phase()).isIn(Phase.NOTIFIED, Phase.HOLDING, Phase.VERIFYING);
    assertThat(errands()).isNotEmpty();
  }

  @Test
  void everyVerdictIsFoundAgainFromWhatWasKept() {
    situation.iamIsDown();
    receive(fires(IAM, "dal10-1", "us-south"), fires(LOGGING, "dal10-1", "us-south"));
    pass(Duration.ofMinutes(3));

    var judged =
        incidents.steps(only().id()).stream()
            .filter(s -> s.event() instanceof Event.Judged)
            .toList();
    assertThat(judged).isNotEmpty();
    assertThat(judged)
        .allSatisfy(step ->
            assertThat(
                    new Event.Judged(
                        DecisionTable.decide(
                            IncidentJson.read(step.evidence().orElseThrow(), Case.class))))
                .isEqualTo(step.event()));
  }

  @Test
  void evidenceOfAProcessThatDiedIsGatheredByAnother() {
    situation.iamIsDown();
    receive(fires(IAM, "dal10-1", "us-south"));
    clock.advance(Duration.ofSeconds(30));
    desk.look();

    assertThat(incidents.claimDiagnosis(clock.instant(), Duration.ofSeconds(30))).isPresent();
    assertThat(desk.diagnose(situation)).isFalse();
    clock.advance(Duration.ofSeconds(31));
    assertThat(desk.diagnose(situation)).isTrue();
    assertThat(only().incident().owners()).containsExactly(Team.IAM);
  }

  @Test
  void withoutEvidenceArmadaIceIsPaged() {
    receive(fires(IAM, "dal10-1", "us-south"));
    clock.advance(Duration.ofSeconds(30));
    desk.look();
    desk.diagnose(_ -> {
      throw new IllegalArgumentException("a bug");
    });

    assertThat(errands()).containsExactly("tell FAILED_OPEN", "page ARMADA_ICE");
  }

  @Test
  void twoProcessesOpenOneIncident() {
    situation.iamIsDown();
    var other = new Desk(alerts, incidents, errands, Pace.DEFAULT, clock);
    alerts.receive(List.of(fires(IAM, "dal10-1", "us-south")), clock.instant());
    Stream.of(desk, other, desk, other).parallel().forEach(Desk::look);
    pass(Duration.ofMinutes(2));

    assertThat(incidents.latest(10)).hasSize(1);
    assertThat(errands()).containsExactly("tell DECIDED", "page IAM");
  }
}
