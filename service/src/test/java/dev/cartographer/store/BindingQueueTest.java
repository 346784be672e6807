package dev.cartographer.store;

import static dev.cartographer.testing.Fleets.CARRIER;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.limit.Admission;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import dev.cartographer.rotation.Shares.Take;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the queue lends, on a real PostgreSQL. */
class BindingQueueTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Lane LOGS = new Lane(new Name("us-south"), Signal.LOGS);

  @TempDir private Path directory;
  private Database database;
  private Store store;

  @BeforeEach
  void open() {
    database = RealPostgres.newDatabase();
    store = Store.open(database, directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void enrol(String tenant, int from, int count) {
    var clusters = new ArrayList<Enrolment>();
    for (var i = from; i < from + count; i++) {
      var any = Fleets.cluster("%s-%05d".formatted(tenant, i));
      clusters.add(
          new Enrolment(any.name(), new Name(tenant), CARRIER, any.identity(), any.target()));
    }
    store.fleet().enrol(List.of(CARRIER), clusters, false, "test", MIDNIGHT);
  }

  private Backlog backlog(Instant now) {
    return store.queue().backlogs(now).stream()
        .filter(b -> b.lane().equals(LOGS))
        .findFirst()
        .orElse(new Backlog(LOGS, 0, 0, 0, 0));
  }

  private List<String> claimed(Take take, Instant now) {
    return claims(take, now).stream().map(c -> c.binding().cluster().name().text()).toList();
  }

  private List<Claim> claims(Take take, Instant now) {
    return store.queue().claim(backlog(now), take, now, ofSeconds(15));
  }

  /** Gives every binding of these clusters a token with this end, due from noon on. */
  private void hold(String namesLike, Instant expiresAt) {
    database.with((Handle h) ->
        h.execute(
            """
            update binding b set generation = 1, issued_at = ?, expires_at = ?,
              fingerprint = '\\x0123456789abcdef01234567', next_at = ?
            from cluster c where c.id = b.cluster_id and c.name like ?
            """,
            MIDNIGHT,
            expiresAt,
            NOON,
            namesLike));
  }

  @Test
  void theLivingAreLentByTheirDeadlineWhenNotAllCanBe() {
    enrol("acme", 0, 5);
    for (var i = 0; i < 5; i++) {
      hold("acme-0000" + i, NOON.plus(ofMinutes(50 - i)));
    }

    assertThat(backlog(NOON)).isEqualTo(new Backlog(LOGS, 0, 0, 0, 5));
    assertThat(claimed(new Take(0, 0, 0, 2), NOON)).containsOnly("acme-00004", "acme-00003");
    assertThat(claimed(new Take(0, 0, 0, 2), NOON)).containsOnly("acme-00002", "acme-00001");
    assertThat(backlog(NOON)).isEqualTo(new Backlog(LOGS, 0, 0, 0, 1));
  }

  @Test
  void theFreshAreLentTheLastEnrolledFirst() {
    enrol("acme", 0, 100);
    enrol("new", 0, 1);

    assertThat(backlog(MIDNIGHT)).isEqualTo(new Backlog(LOGS, 101, 0, 0, 0));
    assertThat(claimed(new Take(1, 0, 0, 0), MIDNIGHT)).containsExactly("new-00000");
  }

  @Test
  void theDarkAreLentInTurnByTenantHoweverManyOneOfThemHas() {
    enrol("huge", 0, 1_500);
    enrol("tiny", 0, 3);
    hold("huge%", NOON.minusSeconds(60));
    hold("tiny%", NOON.minusSeconds(1));

    assertThat(backlog(NOON)).isEqualTo(new Backlog(LOGS, 0, 0, 1_000, 0));
    assertThat(claimed(new Take(0, 0, 6, 0), NOON))
        .containsExactlyInAnyOrder(
            "huge-00000", "tiny-00000", "huge-00001", "tiny-00001", "huge-00002", "tiny-00002");
  }

  @Test
  void theLivingAreSeenBehindAnyNumberOfTheDark() {
    enrol("acme", 0, 1_200);
    hold("acme%", NOON.minusSeconds(1));
    hold("acme-0117%", NOON.plusSeconds(30));

    assertThat(backlog(NOON)).isEqualTo(new Backlog(LOGS, 0, 0, 1_000, 10));
    assertThat(claimed(new Take(0, 0, 0, 10), NOON)).allMatch(c -> c.startsWith("acme-0117"));
  }

  @Test
  void aBindingThatFailedWaitsAmongTheSecondTries() {
    enrol("acme", 0, 2);
    var claim = claims(new Take(2, 0, 0, 0), MIDNIGHT).getFirst();
    var fault = new Fault(Dependency.LOGGING, FaultKind.HTTP_5XX, "answered 503");
    var again = MIDNIGHT.plusSeconds(3);
    store.queue().record(claim, new Failed(fault, ofSeconds(3), again, List.of()), MIDNIGHT);

    assertThat(backlog(again)).isEqualTo(new Backlog(LOGS, 0, 1, 0, 0));
    assertThat(claims(new Take(0, 1, 0, 0), again))
        .extracting(Claim::failedAt)
        .containsExactly(Optional.of(Dependency.LOGGING));
  }

  @Test
  void whatWaitsGoesBackWithoutAFailure() {
    enrol("acme", 0, 1);
    var claim = claims(new Take(1, 0, 0, 0), MIDNIGHT).getFirst();
    var waits = new Waits(Dependency.IAM, Admission.Reason.OUTAGE, MIDNIGHT, List.of());

    assertThat(store.queue().record(claim, waits, MIDNIGHT)).isTrue();

    assertThat(backlog(MIDNIGHT)).isEqualTo(new Backlog(LOGS, 1, 0, 0, 0));
    assertThat(store.queue().record(claim, waits, MIDNIGHT)).isTrue();
    assertThat(claims(new Take(1, 0, 0, 0), MIDNIGHT)).extracting(Claim::fence).containsExactly(2L);
    assertThat(store.queue().record(claim, waits, MIDNIGHT)).isFalse();
  }

  @Test
  void aBatchOfOutcomesIsWrittenEachUnderItsOwnFence() {
    enrol("acme", 0, 3);
    var claims = claims(new Take(3, 0, 0, 0), MIDNIGHT);
    var note =
        new Note(
            7,
            MIDNIGHT,
            MIDNIGHT.plus(ofMinutes(60)),
            Fingerprint.of(new SecretText("the seventh token")));
    var rotated = new Rotated(note, Reason.ABSENT, NOON, List.of());
    claims(new Take(3, 0, 0, 0), MIDNIGHT.plusSeconds(15));

    assertThat(claims).noneMatch(c -> store.queue().record(c, rotated, MIDNIGHT));
    assertThat(claims(new Take(3, 0, 0, 0), MIDNIGHT.plusSeconds(30)))
        .allMatch(c -> store.queue().record(c, rotated, MIDNIGHT.plusSeconds(31)));
    assertThat(
            store.reader().cluster("acme-00001", MIDNIGHT.plusSeconds(31)).orElseThrow().bindings())
        .filteredOn(b -> b.signal().equals("logs"))
        .allSatisfy(b -> {
          assertThat(b.generation()).isEqualTo(7);
          assertThat(b.fingerprint())
              .isEqualTo(Fingerprint.of(new SecretText("the seventh token")).hex());
        });
  }

  @Test
  void aLateOutcomeIsRefusedAlsoBesideTheOneThatOutranIt() {
    enrol("acme", 0, 1);
    var late = claims(new Take(1, 0, 0, 0), MIDNIGHT).getFirst();
    var present = claims(new Take(1, 0, 0, 0), MIDNIGHT.plusSeconds(15)).getFirst();
    var outcome = new Waits(Dependency.IAM, Admission.Reason.OUTAGE, NOON, List.of());

    try (var writeBack = new WriteBack(database)) {
      assertThat(
              writeBack.writeAll(
                  List.of(
                      new WriteBack.Line(late, outcome, MIDNIGHT),
                      new WriteBack.Line(present, outcome, MIDNIGHT))))
          .containsExactly(false, true);
    }
  }

  @Test
  void aClusterThatMovesToACarrierOfAnotherRegionWaitsInItsLane() {
    enrol("acme", 0, 1);
    var elsewhere = new Carrier(new Name("fra02-carrier9"), new Name("eu-de"));
    var any = Fleets.cluster("acme-00000");
    store
        .fleet()
        .enrol(
            List.of(elsewhere),
            List.of(
                new Enrolment(
                    any.name(), new Name("acme"), elsewhere, any.identity(), any.target())),
            false,
            "test",
            MIDNIGHT);

    assertThat(store.queue().backlogs(MIDNIGHT))
        .extracting(b -> b.lane().toString())
        .containsExactlyInAnyOrder("logs of eu-de", "metrics of eu-de");
  }

  @Test
  void turnsGoOnWhereTheTenantsLastEnrolmentEnded() {
    enrol("acme", 0, 3);
    enrol("acme", 3, 2);
    enrol("other", 0, 1);

    var turns =
        database.with((Handle h) ->
            h.createQuery(
                    """
                    select c.name || ' ' || b.turn from binding b join cluster c
                    on c.id = b.cluster_id where b.signal = 1 order by c.name
                    """)
                .mapTo(String.class)
                .list());

    assertThat(turns)
        .containsExactly(
            "acme-00000 1",
            "acme-00001 2",
            "acme-00002 3",
            "acme-00003 4",
            "acme-00004 5",
            "other-00000 1");
  }

  @Test
  void aClaimFollowsAnIndexHoweverMuchIsDue() {
    enrol("acme", 0, 3_000);
    hold("acme%", NOON.plusSeconds(600));
    database.with((Handle h) -> h.execute("analyze binding"));

    var nodes = new TreeSet<String>();
    database.with((Handle h) -> {
      for (var line :
          h.createQuery("explain " + WaitingLine.ALIVE)
              .bind("region", "us-south")
              .bind("signal", 0)
              .bind("now", NOON)
              .bind("most", 50)
              .bind("until", NOON)
              .mapTo(String.class)
              .list()) {
        nodes.addAll(scans(line));
      }
      return nodes;
    });

    assertThat(nodes).contains("Index Scan using binding_due on binding");
  }

  private static Set<String> scans(String line) {
    var at = line.indexOf("Index Scan using");
    return at < 0 ? Set.of() : Set.of(line.substring(at, line.indexOf("  (", at)).strip());
  }
}
