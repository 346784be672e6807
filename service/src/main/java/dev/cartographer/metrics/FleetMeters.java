package dev.cartographer.metrics;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.limit.Admission;
import dev.cartographer.rotation.Claim;
import dev.cartographer.rotation.RotationListener;
import dev.cartographer.rotation.RotationOutcome;
import dev.cartographer.rotation.RotationOutcome.Failed;
import dev.cartographer.rotation.RotationOutcome.Fresh;
import dev.cartographer.rotation.RotationOutcome.Gone;
import dev.cartographer.rotation.RotationOutcome.Rotated;
import dev.cartographer.rotation.RotationOutcome.Waits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts what rotation does, as {@code docs/metrics.md} lists it. Label sets are constant, their
 * values bounded; no cluster and no tenant is ever a label.
 */
public final class FleetMeters implements RotationListener {
  private static final String NONE = "none";
  private static final String TRAFFIC = "traffic";
  private static final String VERIFICATION = "verification";

  private final MeterRegistry registry;

  public FleetMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded) {
    var carrier = claim.binding().cluster().carrier();
    outcome.attempts().forEach(a -> counted(carrier, a));
    delivered(claim, outcome, recorded);
    if (!recorded) {
      registry.counter("cartographer.outcomes.refused").increment();
    }
  }

  private void counted(Carrier carrier, Attempt attempt) {
    switch (attempt) {
      case Attempt.Succeeded(var dependency, var took) -> {
        count(carrier, dependency, "success", NONE, TRAFFIC);
        time(carrier, dependency, took);
      }
      case Attempt.Errored(var dependency, var kind, var took) -> {
        count(carrier, dependency, "error", kind.word(), TRAFFIC);
        time(carrier, dependency, took);
      }
      case Attempt.Blocked(var dependency) -> count(carrier, dependency, "blocked", NONE, TRAFFIC);
      case Attempt.Verified(var dependency, var _) ->
          count(carrier, dependency, "success", NONE, VERIFICATION);
      case Attempt.Unverified(var dependency, var kind, var _) ->
          count(carrier, dependency, "error", kind.word(), VERIFICATION);
      case Attempt.Revoked(var dependency, var _) -> revoked(carrier, dependency, "success", NONE);
      case Attempt.Unrevoked(var dependency, var kind, var _) ->
          revoked(carrier, dependency, "error", kind.word());
    }
  }

  private void count(
      Carrier carrier, Dependency dependency, String outcome, String reason, String source) {
    Counter.builder("cartographer.token.exchanges")
        .description("Steps of token exchanges, by what they came to.")
        .tags(tags(carrier))
        .tag("dependency", dependency.word())
        .tag("outcome", outcome)
        .tag("reason", reason)
        .tag("source", source)
        .register(registry)
        .increment();
  }

  private void revoked(Carrier carrier, Dependency dependency, String outcome, String reason) {
    Counter.builder("cartographer.token.revocations")
        .description("Tries to revoke a token that was replaced, by what they came to.")
        .tags(tags(carrier))
        .tag("dependency", dependency.word())
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  private void time(Carrier carrier, Dependency dependency, Duration took) {
    Timer.builder("cartographer.token.exchange.duration")
        .description("How long one step of a token exchange took.")
        .tags(tags(carrier))
        .tag("dependency", dependency.word())
        .serviceLevelObjectives(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry)
        .record(took);
  }

  private void delivered(Claim claim, RotationOutcome outcome, boolean recorded) {
    var carrier = claim.binding().cluster().carrier();
    var signal = claim.binding().signal().word();
    switch (outcome) {
      case Rotated(var _, var reason, var _, var _) ->
          delivery(carrier, signal, recorded ? "success" : "unrecorded", reason.word());
      case Failed(var fault, var _, var _, var _)
          when fault.dependency() == Dependency.CLUSTER && deliveryBegan(outcome) ->
          delivery(carrier, signal, "error", fault.kind().word());
      case Waits(var dependency, var why, var _, var _) -> heldBack(carrier, dependency, why);
      case Gone(var left, var _) ->
          delivery(carrier, signal, "removal", left.isEmpty() ? "taken_back" : "left");
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

  private void delivery(Carrier carrier, String signal, String outcome, String reason) {
    Counter.builder("cartographer.deliveries")
        .description("Deliveries of tokens to clusters, by what they came to.")
        .tags(tags(carrier))
        .tag("signal", signal)
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  private void heldBack(Carrier carrier, Dependency dependency, Admission.Reason why) {
    Counter.builder("cartographer.renewals.held.back")
        .description("Renewals that were begun and put back, since a gate holds calls back.")
        .tags(tags(carrier))
        .tag("dependency", dependency.word())
        .tag("reason", why.word())
        .register(registry)
        .increment();
  }

  private static Tags tags(Carrier carrier) {
    return Tags.of("carrier", carrier.name().text(), "region", carrier.region().text());
  }

  @Override
  public void tooLate(Claim claim, Optional<String> left) {}

  @Override
  public void surprised(Claim claim, RuntimeException bug) {
    registry.counter("cartographer.surprises").increment();
  }

  @Override
  public void storeFailed(String why) {
    registry.counter("cartographer.database.failures").increment();
  }

  @Override
  public void storeAnswered() {}
}
