package dev.cartographer.store;

import static dev.cartographer.testing.Fleets.CARRIER;
import static dev.cartographer.testing.Fleets.asking;
import static dev.cartographer.testing.Fleets.cluster;
import static dev.cartographer.testing.Fleets.clusters;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Workload;
import dev.cartographer.pull.Caller;
import dev.cartographer.pull.Workloads;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.secret.OperatorSecrets;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.testing.Claiming;
import dev.cartographer.testing.RealPostgres;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import dev.cartographer.token.Pickup;
import dev.cartographer.token.Renewal.Reason;
import dev.cartographer.token.RenewalPolicy.Wish;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.FaultView;
import dev.cartographer.view.PickupView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private final Database database = RealPostgres.newDatabase();
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(database, directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Enrolled enrol(List<Enrolment> clusters) {
    return store.fleet().enrol(List.of(CARRIER), clusters, false, "test", MIDNIGHT);
  }

  private List<Claim> claim(int most, Instant now) {
    return Claiming.claim(store.queue(), most, now, ofSeconds(15));
  }

  private static Note note(long generation) {
    return new Note(
        generation,
        MIDNIGHT,
        MIDNIGHT.plus(ofMinutes(60)),
        Fingerprint.of(new SecretText("token " + generation)));
  }

  private static Rotated rotated(long generation) {
    return new Rotated(note(generation), Reason.ABSENT, MIDNIGHT.plus(ofMinutes(35)), List.of());
  }

  @Test
  void aNewClusterHasTwoBindingsThatAreDueAtOnce() {
    enrol(List.of(cluster("acme-payments")));

    var claims = claim(10, MIDNIGHT);

    assertThat(claims)
        .extracting(c -> c.binding().toString())
        .containsExactlyInAnyOrder("acme-payments/logs", "acme-payments/metrics");
    assertThat(claims)
        .allSatisfy(c -> {
          assertThat(c.fence()).isEqualTo(1);
          assertThat(c.recorded()).isEmpty();
          assertThat(c.wish()).isEqualTo(Wish.NONE);
        });
  }

  @Test
  void enrollingTheSameFileAgainChangesNothing() {
    enrol(clusters(3));

    var again = enrol(clusters(3));

    assertThat(again).isEqualTo(new Enrolled(List.of(), List.of(), 3));
  }

  @Test
  void aDryRunTellsWhatItWouldDoAndDoesNothing() {
    var told = store.fleet().enrol(List.of(CARRIER), clusters(2), true, "test", MIDNIGHT);

    assertThat(told.created())
        .extracting(c -> c.name().text())
        .containsExactly("cluster-00000", "cluster-00001");
    assertThat(claim(10, MIDNIGHT)).isEmpty();
  }

  @Test
  void aNewKeyIsAChangeThatMakesBothBindingsDueAndLetsAnOlderClaimFall() {
    enrol(List.of(cluster("acme-payments")));
    var old = claim(10, MIDNIGHT);

    var result = enrol(List.of(cluster("acme-payments", "another key")));

    assertThat(result.changed()).extracting(Enrolled.Change::what).containsExactly("identity");
    assertThat(store.queue().record(old.getFirst(), rotated(1), MIDNIGHT)).isFalse();
    assertThat(claim(10, MIDNIGHT)).extracting(Claim::wish).containsOnly(Wish.CHANGED).hasSize(2);
  }

  @Test
  void aClusterDoesNotChangeHandsAndNothingOfTheRequestIsDone() {
    enrol(List.of(cluster("acme-payments")));
    var stolen =
        new Enrolment(
            new Name("acme-payments"),
            new Name("mallory"),
            CARRIER,
            cluster("x").identity(),
            cluster("x").target());

    assertThatThrownBy(() -> enrol(List.of(cluster("other"), stolen)))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(
            "cluster acme-payments belongs to another tenant already; a cluster does not change"
                + " hands");
    assertThat(store.reader().cluster("other", MIDNIGHT)).isEmpty();
  }

  @Test
  void aCarrierDoesNotMove() {
    enrol(clusters(1));
    var moved = new Carrier(CARRIER.name(), new Name("eu-de"));

    assertThatThrownBy(
            () -> store.fleet().enrol(List.of(moved), List.of(), false, "test", MIDNIGHT))
        .hasMessage(
            "carrier dal10-carrier1 is enrolled in region us-south; a carrier does not move");
  }

  @Test
  void aClaimedBindingIsLentToOneUntilItsLeaseEnds() {
    enrol(clusters(1));

    assertThat(claim(10, MIDNIGHT)).hasSize(2);
    assertThat(claim(10, MIDNIGHT.plusSeconds(14))).isEmpty();
    assertThat(claim(10, MIDNIGHT.plusSeconds(15))).extracting(Claim::fence).containsOnly(2L);
  }

  @Test
  void anExtendedLeaseLastsLonger() {
    enrol(clusters(1));
    var claims = claim(10, MIDNIGHT);

    store.queue().extend(claims, MIDNIGHT.plusSeconds(10), ofSeconds(15));

    assertThat(claim(10, MIDNIGHT.plusSeconds(24))).isEmpty();
    assertThat(claim(10, MIDNIGHT.plusSeconds(25))).hasSize(2);
  }

  @Test
  void anOutcomeUnderAFallenFenceIsRefused() {
    enrol(clusters(1));
    var paused = claim(1, MIDNIGHT).getFirst();
    claim(2, MIDNIGHT.plusSeconds(15));

    assertThat(store.queue().record(paused, rotated(7), MIDNIGHT.plusSeconds(16))).isFalse();
    assertThat(store.reader().cluster("cluster-00000", MIDNIGHT).orElseThrow().bindings())
        .extracting(b -> b.generation())
        .containsOnly(0L);
  }

  @Test
  void aDeliveredTokenIsRememberedByItsNote() {
    enrol(clusters(1));
    var claim = claim(1, MIDNIGHT).getFirst();

    assertThat(store.queue().record(claim, rotated(1), MIDNIGHT)).isTrue();

    var later = MIDNIGHT.plus(ofMinutes(35));
    assertThat(claim(10, later.minusSeconds(1)))
        .noneMatch(c -> c.binding().equals(claim.binding()));
    assertThat(claim(10, later))
        .filteredOn(c -> c.binding().id() == claim.binding().id())
        .extracting(Claim::recorded)
        .containsExactly(Optional.of(note(1)));
  }

  @Test
  void aFailureIsRememberedFromItsFirstTryAndForgottenAfterASuccess() {
    enrol(clusters(1));
    var fault = new Fault(Dependency.IAM, FaultKind.HTTP_5XX, "IAM answered 503");
    var first = claim(1, MIDNIGHT).getFirst();
    store.queue().record(first, failed(fault, MIDNIGHT.plusSeconds(3)), MIDNIGHT);
    var second = claimAgain(first, MIDNIGHT.plusSeconds(3));
    store.queue().record(second, failed(fault, MIDNIGHT.plusSeconds(9)), MIDNIGHT.plusSeconds(4));

    var row = row(first, MIDNIGHT.plusSeconds(5));
    assertThat(row.state()).isEqualTo("pending");
    assertThat(row.fault())
        .isEqualTo(
            new FaultView(
                "iam",
                "http_5xx",
                "CTG-1106",
                "IAM answered 503",
                MIDNIGHT,
                2,
                MIDNIGHT.plusSeconds(9)));

    var third = claimAgain(first, MIDNIGHT.plusSeconds(9));
    store.queue().record(third, rotated(1), MIDNIGHT.plusSeconds(9));

    assertThat(third.failures()).isEqualTo(2);
    assertThat(row(first, MIDNIGHT.plusSeconds(10)).fault()).isNull();
    assertThat(row(first, MIDNIGHT.plusSeconds(10)).state()).isEqualTo("valid");
    assertThat(row(first, MIDNIGHT.plus(ofMinutes(60))).state()).isEqualTo("expired");
  }

  @Test
  void aRequestWhileAClaimIsOutStandsAndIsDueAtOnce() {
    enrol(clusters(1));
    var out = claim(1, MIDNIGHT).getFirst();
    database.with((Handle h) ->
        h.execute(
            "update binding set wish = 1 where cluster_id = ? and signal = ?",
            out.binding().cluster().id(),
            out.binding().signal().number()));

    store.queue().record(out, rotated(1), MIDNIGHT.plusSeconds(1));

    assertThat(claimAgain(out, MIDNIGHT.plusSeconds(1)).wish()).isEqualTo(Wish.REQUESTED);
  }

  @Test
  void aRequestPutsTheBindingsOfAClusterAtTheHead() {
    enrol(clusters(2));
    claim(10, MIDNIGHT).forEach(c -> store.queue().record(c, rotated(1), MIDNIGHT));

    var asked =
        store.requests().ofCluster("cluster-00001", Optional.of(Signal.LOGS), "anna", MIDNIGHT);

    assertThat(asked).isEqualTo(1);
    assertThat(claim(10, MIDNIGHT))
        .extracting(c -> c.binding().toString())
        .containsExactly("cluster-00001/logs");
  }

  @Test
  void manyProcessesNeverClaimTheSameBindingTwice() throws Exception {
    enrol(clusters(500));
    var seen = new HashSet<Long>();

    try (var pool = Executors.newFixedThreadPool(4)) {
      var work = Collections.nCopies(4, (Callable<List<Claim>>) this::claimAll);
      for (var claims : pool.invokeAll(work)) {
        for (var claim : claims.get()) {
          assertThat(seen.add(claim.binding().id())).isTrue();
        }
      }
    }

    assertThat(seen).hasSize(1000);
  }

  private List<Claim> claimAll() {
    var all = new ArrayList<Claim>();
    var batch = claim(37, MIDNIGHT);
    while (!batch.isEmpty()) {
      all.addAll(batch);
      batch = claim(37, MIDNIGHT);
    }
    return all;
  }

  @Test
  void anIntendedTokenThatWasNeverDeliveredIsAnOrphan() {
    enrol(clusters(1));
    var claims = claim(2, MIDNIGHT);
    store.audit().intend(claims.get(0), note(1), Reason.ABSENT, MIDNIGHT);
    store.audit().intend(claims.get(1), note(1), Reason.ABSENT, MIDNIGHT);
    store.queue().record(claims.get(0), rotated(1), MIDNIGHT);

    assertThat(store.audit().orphans(MIDNIGHT.minusSeconds(1), MIDNIGHT.plusSeconds(1)))
        .isEqualTo(1);
  }

  @Test
  void anInlineSecretIsSealedInTheDatabaseAndOpensAgain() {
    enrol(List.of(cluster("acme-payments", "CANARY-acme-8f2c")));

    var rows =
        database.with((Handle h) ->
            h.createQuery("select identity::text from cluster").mapTo(String.class).one());
    assertThat(rows).doesNotContain("CANARY");
    var claimed = claim(1, MIDNIGHT).getFirst().binding().cluster();
    var secrets = new OperatorSecrets(directory, Map.of(), store.sealing());
    assertThat(secrets.resolve(claimed.identity().secret()).reveal()).isEqualTo("CANARY-acme-8f2c");
  }

  @Test
  void aSealedSecretMovedToAnotherClusterDoesNotOpen() {
    enrol(List.of(cluster("acme-payments", "a"), cluster("acme-web", "b")));
    database.with((Handle h) ->
        h.execute(
            "update cluster set identity = (select identity from cluster where name = 'acme-web')"));

    var secrets = new OperatorSecrets(directory, Map.of(), store.sealing());
    var payments =
        claim(4, MIDNIGHT).stream()
            .map(c -> c.binding().cluster())
            .filter(c -> c.name().text().equals("acme-payments"))
            .findFirst()
            .orElseThrow();

    assertThat(payments.identity()).isInstanceOf(Identity.ApiKey.class);
    assertThatThrownBy(() -> secrets.resolve(payments.identity().secret()))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessageContaining("does not open at its place");
  }

  @Test
  void aDatabaseSealedUnderAnotherKeyIsNotOpened(@TempDir Path elsewhere) {
    assertThatThrownBy(() -> Store.open(database, elsewhere))
        .isInstanceOf(SecretUnreadable.class)
        .hasMessageContaining("copy it from the server that made the database");
  }

  @Test
  void pagesHoldWholeClustersInTheOrderOfTheirNames() {
    enrol(clusters(5));
    var two =
        new FleetFilter(
            Optional.of("dal10-carrier1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            2);

    var first = store.reader().clusters(two, MIDNIGHT);
    var rest =
        store
            .reader()
            .clusters(
                new FleetFilter(
                    Optional.empty(),
                    Optional.of("acme"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(first.next()),
                    10),
                MIDNIGHT);

    assertThat(first.items())
        .extracting(c -> c.name())
        .containsExactly("cluster-00000", "cluster-00001");
    assertThat(first.items().getFirst().bindings()).hasSize(2);
    assertThat(rest.items())
        .extracting(c -> c.name())
        .containsExactly("cluster-00002", "cluster-00003", "cluster-00004");
    assertThat(rest.next()).isNull();
  }

  @Test
  void aCarrierCountsItsBindingsByState() {
    enrol(clusters(3));
    claim(4, MIDNIGHT).forEach(c -> store.queue().record(c, rotated(1), MIDNIGHT));

    var carriers = store.reader().carriers(MIDNIGHT.plusSeconds(1));

    assertThat(carriers)
        .containsExactly(
            new CarrierView(
                "dal10-carrier1", "us-south", 3, 4, 0, 0, 2, MIDNIGHT.plus(ofMinutes(60))));
  }

  private static Failed failed(Fault fault, Instant nextAt) {
    return new Failed(fault, ofSeconds(3), nextAt, List.of());
  }

  private Claim claimAgain(Claim before, Instant now) {
    return claim(10, now).stream()
        .filter(c -> c.binding().id() == before.binding().id())
        .findFirst()
        .orElseThrow();
  }

  private BindingView row(Claim claim, Instant now) {
    return store
        .reader()
        .cluster(claim.binding().cluster().name().text(), now)
        .orElseThrow()
        .bindings()
        .stream()
        .filter(b -> b.signal().equals(claim.binding().signal().word()))
        .findFirst()
        .orElseThrow();
  }

  private List<Claim> claimLeaving() {
    return store.queue().claimLeaving(10, MIDNIGHT, ofSeconds(15));
  }

  private boolean gone(Claim claim) {
    return store.queue().record(claim, new Gone(Optional.empty(), MIDNIGHT), MIDNIGHT);
  }

  @Test
  void aClusterThatLeavesIsClaimedByNobodyButToTakeItsTokensBack() {
    enrol(clusters(2));
    var before = claim(10, MIDNIGHT);
    assertThat(before).hasSize(4);

    assertThat(store.removals().ask("cluster-00000", "test", MIDNIGHT))
        .contains(new Removals.Asked(2));

    assertThat(before)
        .filteredOn(c -> c.binding().cluster().name().text().equals("cluster-00000"))
        .hasSize(2)
        .noneMatch(c -> store.queue().record(c, rotated(1), MIDNIGHT))
        .noneMatch(c -> store.queue().stays(c.binding()));
    assertThat(claim(10, MIDNIGHT)).isEmpty();
    assertThat(claimLeaving()).extracting(Claim::wish).containsOnly(Wish.LEAVING).hasSize(2);
  }

  @Test
  void aClusterGoesWithTheLastOfItsBindingsAndLeavesNothingBehind() {
    enrol(clusters(1));
    store.removals().ask("cluster-00000", "test", MIDNIGHT);
    var claims = claimLeaving();

    assertThat(gone(claims.getFirst())).isTrue();
    assertThat(store.reader().cluster("cluster-00000", MIDNIGHT)).isPresent();
    assertThat(gone(claims.getLast())).isTrue();

    assertThat(store.reader().cluster("cluster-00000", MIDNIGHT)).isEmpty();
    assertThat(rows("cluster", "binding", "tenant")).isZero();
    assertThat(auditKinds())
        .containsExactly("enrolled", "removal-requested", "taken-back", "taken-back", "removed");
  }

  @Test
  void theBindingsOfOneClusterMayEndAtOnceInTwoProcesses() throws Exception {
    enrol(clusters(40));
    clusters(40).forEach(c -> store.removals().ask(c.name().text(), "test", MIDNIGHT));
    var claims = store.queue().claimLeaving(80, MIDNIGHT, ofSeconds(15));
    try (var other = Store.open(database, directory);
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Callable<Boolean>>();
      for (var claim : claims) {
        var mine = claim.binding().signal() == Signal.LOGS ? store : other;
        ends.add(() -> mine.queue().record(claim, new Gone(Optional.empty(), MIDNIGHT), MIDNIGHT));
      }

      for (var end : pool.invokeAll(ends)) {
        assertThat(end.get()).isTrue();
      }
      assertThat(rows("cluster", "binding")).isZero();
    }
  }

  @Test
  void aRemovalAskedForAgainChangesNothing() {
    enrol(clusters(1));
    store.removals().ask("cluster-00000", "test", MIDNIGHT);
    var claims = claimLeaving();

    assertThat(store.removals().ask("cluster-00000", "test", MIDNIGHT))
        .contains(new Removals.Asked(2));

    assertThat(claims).allMatch(this::gone);
    assertThat(store.removals().ask("cluster-00000", "test", MIDNIGHT)).isEmpty();
  }

  @Test
  void aClusterThatLeavesCantBeEnrolledUntilItIsGone() {
    enrol(clusters(1));
    store.removals().ask("cluster-00000", "test", MIDNIGHT);

    assertThatThrownBy(() -> enrol(clusters(1)))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage("cluster cluster-00000 is being removed; enrol it once it is gone");

    claimLeaving().forEach(this::gone);
    assertThat(enrol(clusters(1)).created()).hasSize(1);
  }

  @Test
  void aClusterThatIsNoMoreIsForgottenAtOnce() {
    enrol(clusters(2));
    var out = claim(10, MIDNIGHT);

    assertThat(store.removals().forget("cluster-00000", "test", MIDNIGHT))
        .contains(new Removals.Asked(0));

    assertThat(store.reader().cluster("cluster-00000", MIDNIGHT)).isEmpty();
    assertThat(store.reader().cluster("cluster-00001", MIDNIGHT)).isPresent();
    assertThat(out).filteredOn(c -> store.queue().record(c, rotated(1), MIDNIGHT)).hasSize(2);
    assertThat(store.removals().forget("cluster-00000", "test", MIDNIGHT)).isEmpty();
  }

  private long rows(String... tables) {
    return Stream.of(tables)
        .mapToLong(table ->
            database.with((Handle h) ->
                h.createQuery("select count(*) from " + table).mapTo(Long.class).one()))
        .sum();
  }

  private List<String> auditKinds() {
    return database.with((Handle h) ->
        h.createQuery("select kind from audit order by id").mapTo(String.class).list());
  }

  @Test
  void whoWasGivenWhichTokenIsOnRecord() {
    enrol(List.of(asking("acme-edge")));
    var caller = find("acme-edge").orElseThrow();

    store.asked().handedOver(caller, Signal.LOGS, note(7), MIDNIGHT);

    var line =
        database.with((Handle h) ->
            h.createQuery(
                    """
                    select cluster || ' ' || signal || ' ' || actor || ' ' || fingerprint
                    from audit where kind = 'handed-over'
                    """)
                .mapTo(String.class)
                .list());
    assertThat(line).containsExactly("acme-edge logs agent-of-acme-edge " + note(7).fingerprint());
  }

  private Optional<Caller> find(String cluster) {
    return store
        .workloads()
        .find("https://issuer.example", "agent-of-" + cluster)
        .map(Workloads.Known::caller);
  }

  @Test
  void aWorkloadFindsItsClusterByIssuerAndSubjectToTheLetter() {
    enrol(List.of(asking("acme-edge"), asking("zeta-edge"), cluster("acme-payments")));

    assertThat(find("acme-edge").orElseThrow())
        .satisfies(caller -> {
          assertThat(caller.name()).isEqualTo(new Name("acme-edge"));
          assertThat(caller.pulls()).isTrue();
        });
    assertThat(find("acme-payments")).isEmpty();
    assertThat(store.workloads().find("https://issuer.example/", "agent-of-acme-edge")).isEmpty();
    assertThat(store.workloads().find("https://issuer.example", "agent-of-%")).isEmpty();
  }

  @Test
  void noWorkloadSpeaksForTwoClusters() {
    enrol(List.of(asking("acme-edge")));
    var twin =
        new Enrolment(
            new Name("twin"),
            new Name("zeta"),
            CARRIER,
            asking("twin").identity(),
            asking("twin").target(),
            asking("acme-edge").workload());

    assertThatThrownBy(() -> enrol(List.of(twin)))
        .isInstanceOf(EnrolmentRefused.class)
        .hasMessage(
            "one workload would speak for acme-edge and for another cluster; each cluster needs an"
                + " issuer or a subject of its own");
    assertThatThrownBy(() -> enrol(List.of(asking("acme-edge"), twin)))
        .hasMessageStartingWith("one workload would speak for acme-edge and for twin");
  }

  @Test
  void twoClustersMayChangeTheirWorkloadsInOneEnrolment() {
    enrol(List.of(asking("one"), asking("two")));

    enrol(
        List.of(
            with(asking("one"), asking("two").workload()),
            with(asking("two"), asking("one").workload())));

    assertThat(find("one").orElseThrow().name()).isEqualTo(new Name("two"));
    assertThat(find("two").orElseThrow().name()).isEqualTo(new Name("one"));
  }

  @Test
  void anotherWorkloadIsAChangeThatNeedsNoNewToken() {
    enrol(List.of(asking("acme-edge")));
    var claims = claim(10, MIDNIGHT);
    var keys = new SecretRef.Inline(new SecretText("its keys"));
    var changed =
        with(
            asking("acme-edge"),
            asking("acme-edge").workload().map(w -> w.withKeys(Optional.of(keys))));

    assertThat(enrol(List.of(changed)).changed())
        .extracting(Enrolled.Change::what)
        .containsExactly("workload");

    assertThat(enrol(List.of(changed)).unchanged()).isEqualTo(1);
    assertThat(claims).allMatch(c -> store.queue().record(c, rotated(1), MIDNIGHT));
    assertThat(find("acme-edge").orElseThrow().version()).isEqualTo(2);
    var known =
        store.workloads().find("https://issuer.example", "agent-of-acme-edge").orElseThrow();
    assertThat(
            store.sealing().open((SecretRef.Sealed) known.workload().keys().orElseThrow()).reveal())
        .isEqualTo("its keys");
  }

  private static Enrolment with(Enrolment cluster, Optional<Workload> workload) {
    return new Enrolment(
        cluster.name(),
        cluster.tenant(),
        cluster.carrier(),
        cluster.identity(),
        cluster.target(),
        workload);
  }

  private Claim delivered(String cluster, long generation) {
    var claim =
        claim(20, MIDNIGHT).stream()
            .filter(c -> c.binding().toString().equals(cluster + "/logs"))
            .findFirst()
            .orElseThrow();
    store.queue().record(claim, rotated(generation), MIDNIGHT);
    return claim;
  }

  private @Nullable PickupView pickup(String cluster) {
    return store.reader().cluster(cluster, MIDNIGHT).orElseThrow().bindings().getFirst().pickup();
  }

  @Test
  void aReportedPickupIsRememberedAndDisturbsNothing() {
    enrol(clusters(1));
    var id = delivered("cluster-00000", 1).binding().cluster().id();
    var before =
        store.reader().cluster("cluster-00000", MIDNIGHT).orElseThrow().bindings().getFirst();
    assertThat(before.pickup()).isNull();
    assertThat(store.pickups().of(id, Signal.LOGS)).isEqualTo(new Pickup.Unknown());

    var at = MIDNIGHT.plusSeconds(9);
    assertThat(store.pickups().report(id, Signal.LOGS, 1, note(1).fingerprint(), at)).isTrue();

    assertThat(pickup("cluster-00000"))
        .isEqualTo(new PickupView(true, 1, at, "report", note(1).expiresAt()));
    assertThat(store.pickups().of(id, Signal.LOGS).covers(1)).isTrue();
    assertThat(store.pickups().of(id, Signal.LOGS).covers(2)).isFalse();
    var after =
        store.reader().cluster("cluster-00000", MIDNIGHT).orElseThrow().bindings().getFirst();
    assertThat(after.nextAt()).isEqualTo(before.nextAt());
    assertThat(new RunwayCheck(database, ofSeconds(1)).check(MIDNIGHT)).isZero();
  }

  @Test
  void aReportOfAnotherTokenIsNotBelieved() {
    enrol(clusters(1));
    var id = delivered("cluster-00000", 1).binding().cluster().id();

    assertThat(store.pickups().report(id, Signal.LOGS, 2, note(2).fingerprint(), MIDNIGHT))
        .isFalse();
    assertThat(store.pickups().report(id, Signal.LOGS, 1, note(2).fingerprint(), MIDNIGHT))
        .isFalse();
    assertThat(store.pickups().report(id, Signal.METRICS, 1, note(1).fingerprint(), MIDNIGHT))
        .isFalse();
    assertThat(pickup("cluster-00000")).isNull();
  }

  @Test
  void anAgentThatToldOnceIsWaitedForAndTheFirstWordCounts() {
    enrol(clusters(1));
    var first = delivered("cluster-00000", 1);
    var id = first.binding().cluster().id();
    store.pickups().seen(id, Signal.LOGS, note(1), Pickup.How.FILE, MIDNIGHT.plusSeconds(9));
    store.pickups().seen(id, Signal.LOGS, note(1), Pickup.How.FILE, MIDNIGHT.plusSeconds(99));

    var again = claimAgain(first, MIDNIGHT.plus(ofMinutes(35)));
    store.queue().record(again, rotated(2), MIDNIGHT.plus(ofMinutes(35)));

    assertThat(pickup("cluster-00000"))
        .isEqualTo(new PickupView(false, 1, MIDNIGHT.plusSeconds(9), "file", note(1).expiresAt()));
    assertThat(store.pickups().of(id, Signal.LOGS)).isEqualTo(new Pickup.Waiting(MIDNIGHT));
    assertThat(store.pickups().untold("cluster-00000"))
        .containsExactly(new PickupTable.Untold(id, Signal.LOGS));
  }

  @Test
  void aClusterThatAnnouncesItselfHasOneOwner() {
    enrol(List.of(cluster("by-hand")));
    store.fleet().announced(cluster("acme-payments"), "dal10/acme/payments", MIDNIGHT);

    assertThat(store.fleet().announced(cluster("acme-payments"), "dal10/acme/payments", MIDNIGHT))
        .isEqualTo(new Enrolled(List.of(), List.of(), 1));
    assertThatThrownBy(() -> enrol(List.of(cluster("acme-payments", "a new key"))))
        .hasMessage(
            "cluster acme-payments announces itself as dal10/acme/payments; change it there");
    assertThatThrownBy(() ->
            store.fleet().announced(cluster("acme-payments"), "dal10/zeta/payments", MIDNIGHT))
        .isInstanceOf(EnrolmentRefused.class);
    assertThatThrownBy(() -> store.fleet().announced(cluster("by-hand"), "dal10/by/hand", MIDNIGHT))
        .hasMessage("cluster by-hand is enrolled by hand already");
    assertThatThrownBy(() -> store.removals().ask("acme-payments", "test", MIDNIGHT))
        .hasMessage("cluster acme-payments announces itself as dal10/acme/payments; delete that");
    assertThat(store.removals().unannounced("acme-payments", "dal10/zeta/payments", MIDNIGHT))
        .isEmpty();
    assertThat(store.reader().announced(List.of("dal10/acme/payments", "dal10/x/y"), MIDNIGHT))
        .extracting(c -> c.name())
        .containsExactly("acme-payments");

    assertThat(store.removals().unannounced("acme-payments", "dal10/acme/payments", MIDNIGHT))
        .contains(new Removals.Asked(2));
    claimLeaving().forEach(this::gone);
    assertThat(store.removals().unannounced("acme-payments", "dal10/acme/payments", MIDNIGHT))
        .isEmpty();
  }
}
