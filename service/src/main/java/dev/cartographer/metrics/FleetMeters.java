package dev.cartographer.metrics;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counts what rotation does, as {@code docs/metrics.md} lists it. Label sets are constant, their
 * values bounded; no cluster and no tenant is ever a label.
 */
public final class FleetMeters implements RotationListener {
  private static final String NONE = "none";
  private static final String TRAFFIC = "traffic";
  private static final String PROBE = "probe";
  private static final String VERIFICATION = "verification";
  private static final List<Dependency> ASKED =
      List.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS);

  /** How a dependency that fails shows, mostly. */
  private static final List<FaultKind> USUAL =
      List.of(
          FaultKind.TIMEOUT,
          FaultKind.CONNECT,
          FaultKind.HTTP_5XX,
          FaultKind.HTTP_429,
          FaultKind.BAD_RESPONSE);

  private final Counter exchanges;
  private final Histogram duration;
  private final Counter deliveries;
  private final Counter revocations;
  private final Counter heldBack;
  private final Counter refused;
  private final Counter surprises;
  private final Counter databaseFailures;

  public FleetMeters(Exposition exposition) {
    this.exchanges =
        exposition.counter(
            "cartographer_token_exchanges_total",
            "Steps of token exchanges, by what they came to.",
            "carrier",
            "region",
            "dependency",
            "outcome",
            "reason",
            "source");
    this.duration =
        exposition.histogram(
            "cartographer_token_exchange_duration_seconds",
            "How long one step of a token exchange took.",
            List.of(0.05, 0.2, 1.0, 5.0),
            "carrier",
            "region",
            "dependency");
    this.deliveries =
        exposition.counter(
            "cartographer_deliveries_total",
            "Deliveries of tokens to clusters, by what they came to.",
            "carrier",
            "region",
            "signal",
            "outcome",
            "reason");
    this.revocations =
        exposition.counter(
            "cartographer_token_revocations_total",
            "Tries to revoke a token that was replaced, by what they came to.",
            "carrier",
            "region",
            "dependency",
            "outcome",
            "reason");
    this.heldBack =
        exposition.counter(
            "cartographer_renewals_held_back_total",
            "Renewals that were begun and put back, since a gate holds calls back.",
            "carrier",
            "region",
            "dependency",
            "reason");
    this.refused =
        exposition
            .counter(
                "cartographer_outcomes_refused_total",
                "Outcomes not written back, since another process had taken over.")
            .begin();
    this.surprises =
        exposition
            .counter(
                "cartographer_surprises_total",
                "Bugs of Cartographer's own that cost one try of one binding.")
            .begin();
    this.databaseFailures =
        exposition
            .counter(
                "cartographer_database_failures_total",
                "Times that the database could not be asked or written.")
            .begin();
  }

  /**
   * Shows a carrier's exchanges before there are any, so that the first failures of an outage are
   * seen as growth.
   *
   * @param probed whether it has synthetic exchanges
   */
  public void introduce(String carrier, String region, boolean probed) {
    for (var source : probed ? List.of(TRAFFIC, PROBE) : List.of(TRAFFIC)) {
      for (var asked : ASKED) {
        var dependency = asked.word();
        exchanges.begin(carrier, region, dependency, "success", NONE, source);
        USUAL.forEach(
            kind -> exchanges.begin(carrier, region, dependency, "error", kind.word(), source));
        if (asked != Dependency.IAM) {
          exchanges.begin(carrier, region, dependency, "blocked", NONE, source);
        }
      }
    }
  }

  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    var carrier = claim.binding().cluster().carrier();
    for (var attempt : outcome.attempts()) {
      count(carrier, attempt, TRAFFIC);
      time(carrier, attempt);
    }
    delivered(claim, outcome, recorded);
    if (!recorded) {
      refused.increment();
    }
  }

  /** Counts the steps of a synthetic exchange, apart from those of renewals. */
  public void probed(Carrier carrier, List<Attempt> attempts) {
    attempts.forEach(a -> count(carrier, a, PROBE));
  }

  private void count(Carrier carrier, Attempt attempt, String source) {
    switch (attempt) {
      case Attempt.Succeeded(var at, var _) -> exchanged(carrier, at, "success", NONE, source);
      case Attempt.Errored(var at, var kind, var _) ->
          exchanged(carrier, at, "error", kind.word(), source);
      case Attempt.Blocked(var at) -> exchanged(carrier, at, "blocked", NONE, source);
      case Attempt.Verified(var at, var _) -> exchanged(carrier, at, "success", NONE, VERIFICATION);
      case Attempt.Unverified(var at, var kind, var _) ->
          exchanged(carrier, at, "error", kind.word(), VERIFICATION);
      case Attempt.Revoked(var at, var _) -> revoked(carrier, at, "success", NONE);
      case Attempt.Unrevoked(var at, var kind, var _) -> revoked(carrier, at, "error", kind.word());
    }
  }

  private void exchanged(
      Carrier carrier, Dependency dependency, String outcome, String reason, String source) {
    exchanges.increment(
        carrier.name().text(), carrier.region().text(), dependency.word(), outcome, reason, source);
  }

  private void revoked(Carrier carrier, Dependency dependency, String outcome, String reason) {
    revocations.increment(
        carrier.name().text(), carrier.region().text(), dependency.word(), outcome, reason);
  }

  private void time(Carrier carrier, Attempt attempt) {
    switch (attempt) {
      case Attempt.Succeeded(var dependency, var took) -> time(carrier, dependency, took);
      case Attempt.Errored(var dependency, var _, var took) -> time(carrier, dependency, took);
      case Attempt.Blocked _,
          Attempt.Verified _,
          Attempt.Unverified _,
          Attempt.Revoked _,
          Attempt.Unrevoked _ -> {}
    }
  }

  private void time(Carrier carrier, Dependency dependency, Duration took) {
    duration.record(took, carrier.name().text(), carrier.region().text(), dependency.word());
  }

  private void delivered(Claim claim, RotationOutcome outcome, boolean recorded) {
    switch (outcome) {
      case Rotated(var _, var reason, var _, var _) ->
          delivery(claim, recorded ? "success" : "unrecorded", reason.word());
      case Failed(var fault, var _, var _, var _)
          when fault.dependency() == Dependency.CLUSTER && deliveryBegan(outcome) ->
          delivery(claim, "error", fault.kind().word());
      case Waits(var dependency, var why, var _, var _) -> {
        var carrier = claim.binding().cluster().carrier();
        heldBack.increment(
            carrier.name().text(), carrier.region().text(), dependency.word(), why.word());
      }
      case Gone(var left, var _) ->
          delivery(claim, "removal", left.isEmpty() ? "taken_back" : "left");
      case Failed _, Fresh _ -> {}
    }
  }

  /** A fault of the cluster that came after, or instead of, an exchange that went well. */
  private static boolean deliveryBegan(RotationOutcome outcome) {
    return outcome.attempts().stream().allMatch(FleetMeters::wentWell);
  }

  private static boolean wentWell(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Succeeded _, Attempt.Verified _, Attempt.Revoked _, Attempt.Unrevoked _ -> true;
      case Attempt.Errored _, Attempt.Blocked _, Attempt.Unverified _ -> false;
    };
  }

  private void delivery(Claim claim, String outcome, String reason) {
    var carrier = claim.binding().cluster().carrier();
    deliveries.increment(
        carrier.name().text(),
        carrier.region().text(),
        claim.binding().signal().word(),
        outcome,
        reason);
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {}

  @Override
  public void surprised(Claim claim, RuntimeException bug) {
    surprises.increment();
  }

  @Override
  public void storeFailed(String why) {
    databaseFailures.increment();
  }

  @Override
  public void storeAnswered() {}
}
