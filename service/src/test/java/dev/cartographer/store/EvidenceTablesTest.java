package dev.cartographer.store;

import static dev.cartographer.testing.Fleets.CARRIER;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartographer.evidence.ChangeBook.Change;
import dev.cartographer.evidence.CieNotice;
import dev.cartographer.evidence.ExchangeBook.Summed;
import dev.cartographer.evidence.ExchangeCount;
import dev.cartographer.evidence.ExchangeCount.End;
import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.evidence.Tally;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.testing.Claiming;
import dev.cartographer.testing.Fleets;
import dev.cartographer.testing.RealPostgres;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict rests on, in a real PostgreSQL. */
class EvidenceTablesTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Carrier FRANKFURT = new Carrier(new Name("fra02"), new Name("eu-de"));
  private static final Set<Name> HERE = Set.of(new Name("us-south"));

  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(RealPostgres.newDatabase(), directory);
    store.fleet().enrol(List.of(CARRIER, FRANKFURT), List.of(), false, "test", NOON);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static ExchangeCount count(Carrier carrier, int minutesAgo, End end, long count) {
    var minute = NOON.minus(ofMinutes(minutesAgo));
    return new ExchangeCount(
        new ExchangeCount.Key(minute, carrier, Dependency.LOGGING, end, Origin.TRAFFIC), count);
  }

  @Test
  void countsOfManyProcessesAddUp() throws Exception {
    var mine =
        List.of(
            count(CARRIER, 0, new End.Well(), 3),
            count(CARRIER, 0, new End.Failed(FaultKind.HTTP_429), 2),
            count(CARRIER, 0, new End.Blocked(), 1));
    var processes = new ArrayList<Callable<Boolean>>();
    for (var i = 0; i < 8; i++) {
      processes.add(() -> {
        for (var round = 0; round < 25; round++) {
          store.exchanges().add(mine);
        }
        return true;
      });
    }

    try (var pool = Executors.newFixedThreadPool(8)) {
      for (var ended : pool.invokeAll(processes)) {
        assertThat(ended.get()).isTrue();
      }
    }

    assertThat(store.exchanges().since(NOON))
        .containsExactlyInAnyOrder(
            count(CARRIER, 0, new End.Well(), 600),
            count(CARRIER, 0, new End.Failed(FaultKind.HTTP_429), 400),
            count(CARRIER, 0, new End.Blocked(), 200));
  }

  @Test
  void everyKindOfFaultIsFoundAgain() {
    var all = new ArrayList<ExchangeCount>();
    for (var kind : FaultKind.values()) {
      all.add(count(CARRIER, 1, new End.Failed(kind), 1 + all.size()));
    }

    store.exchanges().add(all);

    assertThat(store.exchanges().since(NOON.minus(ofMinutes(1))))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void minutesOfOneRegionAreSummedAndOldOnesLeftOut() {
    var second = new Carrier(new Name("dal10-carrier2"), new Name("us-south"));
    store.fleet().enrol(List.of(second), List.of(), false, "test", NOON);

    store
        .exchanges()
        .add(
            List.of(
                count(CARRIER, 1, new End.Well(), 3),
                count(second, 1, new End.Well(), 4),
                count(CARRIER, 9, new End.Well(), 8),
                count(FRANKFURT, 1, new End.Well(), 5)));

    assertThat(store.exchanges().ofRegions(HERE, NOON.minus(ofMinutes(5))))
        .containsExactly(
            new Summed(NOON.minus(ofMinutes(1)), Dependency.LOGGING, new Tally(7, 0, 0, 0, 0, 0)));
  }

  @Test
  void countsOfACarrierThatIsNoMoreAreDropped() {
    var gone = new Carrier(new Name("gone"), new Name("us-south"));

    store.exchanges().add(List.of(count(gone, 0, new End.Well(), 3)));

    assertThat(store.exchanges().since(NOON)).isEmpty();
  }

  @Test
  void oldMinutesAreForgotten() {
    store
        .exchanges()
        .add(
            List.of(
                count(CARRIER, 30 * 24 * 60 + 1, new End.Well(), 3),
                count(CARRIER, 30 * 24 * 60, new End.Well(), 4)));

    store.exchanges().forget(NOON, ofDays(30));

    assertThat(store.exchanges().since(Instant.EPOCH))
        .extracting(ExchangeCount::count)
        .containsExactly(4L);
  }

  @Test
  void clustersAreCountedByWhereTheyFailedLastAndNoFurtherThanAsked() {
    store.fleet().enrol(List.of(), Fleets.clusters(30), false, "test", NOON);
    var claims = Claiming.claim(store.queue(), 100, NOON, ofSeconds(15));
    for (var claim : claims) {
      var logs = claim.binding().signal() == Signal.LOGS;
      var fault =
          logs
              ? new Fault(Dependency.CLUSTER, FaultKind.IDENTITY_REJECTED, "unknown")
              : new Fault(Dependency.METRICS, FaultKind.HTTP_4XX, "bad request");
      store
          .queue()
          .record(claim, new Failed(fault, ofSeconds(30), NOON.plusSeconds(30), List.of()), NOON);
    }

    assertThat(store.exchanges().clustersFailingAt(Dependency.IAM, HERE, 100)).isEqualTo(30);
    assertThat(store.exchanges().clustersFailingAt(Dependency.IAM, HERE, 20)).isEqualTo(20);
    assertThat(store.exchanges().clustersFailingAt(Dependency.METRICS, HERE, 100)).isEqualTo(30);
    assertThat(store.exchanges().clustersFailingAt(Dependency.LOGGING, HERE, 100)).isZero();
    assertThat(store.exchanges().clustersFailingAt(Dependency.IAM, Set.of(new Name("eu-de")), 100))
        .isZero();
  }

  @Test
  void whatIsDueForLongAndNotTakenIsSeenInEachQueue() {
    assertThat(store.exchanges().leftWaiting(HERE, NOON)).isFalse();

    store.fleet().enrol(List.of(), Fleets.clusters(1), false, "test", NOON);
    assertThat(store.exchanges().leftWaiting(HERE, NOON)).isTrue();
    assertThat(store.exchanges().leftWaiting(HERE, NOON.minusSeconds(1))).isFalse();
    assertThat(store.exchanges().leftWaiting(Set.of(new Name("eu-de")), NOON)).isFalse();

    Claiming.claim(store.queue(), 100, NOON, ofMinutes(10));
    assertThat(store.exchanges().leftWaiting(HERE, NOON.plusSeconds(9))).isFalse();
    assertThat(store.exchanges().leftWaiting(HERE, NOON.plus(ofMinutes(10)))).isTrue();
  }

  private static CieNotice notice(String reference, Optional<Name> region, Instant openedAt) {
    return new CieNotice(
        Dependency.IAM, region, reference, "tokens fail", openedAt, openedAt.plus(ofHours(4)));
  }

  @Test
  void anEventIsOpenUntilItIsClosedOrItsTimeIsUp() {
    var cies = store.cies();
    var here = notice("INC1", Optional.of(new Name("us-south")), NOON);
    var everywhere = notice("INC2", Optional.empty(), NOON.plusSeconds(1));
    cies.announce(here, "operator");
    cies.announce(everywhere, "operator");

    assertThat(cies.open(NOON.plusSeconds(2))).containsExactly(here, everywhere);
    assertThat(close(Optional.empty(), Optional.of("INC2"), NOON.plusSeconds(3))).isEqualTo(1);
    assertThat(close(Optional.empty(), Optional.of("INC2"), NOON.plusSeconds(4))).isZero();
    assertThat(cies.open(NOON.plusSeconds(5))).containsExactly(here);
    assertThat(cies.open(NOON.plus(ofHours(4)))).isEmpty();
  }

  private int close(Optional<Name> region, Optional<String> reference, Instant now) {
    return store.cies().close(Dependency.IAM, region, reference, "over", "operator", now);
  }

  @Test
  void theSameEventAnnouncedAgainIsOneAndAfterItsEndAnother() {
    var cies = store.cies();
    cies.announce(notice("INC1", Optional.empty(), NOON), "operator");

    cies.announce(notice("INC1", Optional.empty(), NOON.plus(ofHours(1))), "operator");
    assertThat(cies.open(NOON.plus(ofHours(2))))
        .extracting(CieNotice::openedAt, CieNotice::expiresAt)
        .containsExactly(tuple(NOON, NOON.plus(ofHours(5))));

    cies.announce(notice("INC1", Optional.empty(), NOON.plus(ofHours(9))), "operator");
    assertThat(cies.open(NOON.plus(ofHours(9))))
        .extracting(CieNotice::openedAt)
        .containsExactly(NOON.plus(ofHours(9)));
  }

  @Test
  void withoutAReferenceAllOfOnePlaceAreClosed() {
    store.cies().announce(notice("INC1", Optional.empty(), NOON), "operator");
    store.cies().announce(notice("INC2", Optional.empty(), NOON), "operator");
    store.cies().announce(notice("INC3", Optional.of(new Name("eu-de")), NOON), "operator");

    assertThat(close(Optional.empty(), Optional.empty(), NOON)).isEqualTo(2);
    assertThat(store.cies().open(NOON)).extracting(CieNotice::reference).containsExactly("INC3");
  }

  @Test
  void whoOpenedAndClosedIsOnTheTrail() {
    store.cies().announce(notice("INC1", Optional.of(new Name("eu-de")), NOON), "ada");
    store
        .cies()
        .close(
            Dependency.IAM, Optional.of(new Name("eu-de")), Optional.empty(), "over", "bo", NOON);

    var trail =
        store
            .database()
            .with((Handle h) ->
                h.createQuery("select actor || ' ' || kind || ' ' || detail from audit order by id")
                    .mapTo(String.class)
                    .list());
    assertThat(trail)
        .containsExactly(
            "ada cie-opened iam in eu-de, INC1: tokens fail", "bo cie-closed iam in eu-de: over");
  }

  @Test
  void onlyAStartOfSomethingElseIsAChange() {
    var changes = store.ownChanges();
    changes.started("0.1.0", "a1", NOON);
    changes.started("0.1.0", "a1", NOON.plusSeconds(1));
    changes.started("0.1.0", "b2", NOON.plusSeconds(2));
    changes.started("0.2.0", "b2", NOON.plusSeconds(3));
    changes.started("0.2.0", "b2", NOON.plusSeconds(4));

    assertThat(changes.between(NOON, NOON.plusSeconds(9)))
        .extracting(Change::at)
        .containsExactly(NOON.plusSeconds(3), NOON.plusSeconds(2), NOON);
    assertThat(changes.between(NOON.plusSeconds(3), NOON.plusSeconds(9)))
        .extracting(Change::what)
        .containsExactly("version 0.2.0 with configuration b2 began");
  }

  @Test
  void manyEnrolmentsAtOnceAreAChangeAndAFewAreNone() {
    store.fleet().enrol(List.of(), Fleets.clusters(19), false, "test", NOON);
    assertThat(store.ownChanges().between(NOON, NOON)).isEmpty();

    store.fleet().enrol(List.of(), Fleets.clusters(60), true, "test", NOON);
    assertThat(store.ownChanges().between(NOON, NOON)).isEmpty();

    store.fleet().enrol(List.of(), Fleets.clusters(60), false, "test", NOON);
    assertThat(store.ownChanges().between(NOON, NOON))
        .containsExactly(new Change(NOON, "41 clusters enrolled, 0 changed"));
  }
}
