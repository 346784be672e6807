package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The steps of one exchange, noted as they are made, each with what it came to. */
final class Attempts {
  private final Clock clock;
  private final Optional<Dependency> failedAt;
  private final List<Attempt> made = new ArrayList<>();

  /** None yet; {@code failedAt} is where the last exchange for the same binding failed. */
  Attempts(Clock clock, Optional<Dependency> failedAt) {
    this.clock = clock;
    this.failedAt = failedAt;
  }

  /** Whether a step here would be a second try. */
  boolean again(Dependency dependency) {
    return failedAt.filter(dependency::equals).isPresent();
  }

  /** Makes a step of the exchange and notes it, whether it returns or fails. */
  <T> T at(Dependency dependency, Supplier<T> step) {
    return noted(
        step,
        took -> new Attempt.Succeeded(dependency, took),
        (kind, took) -> new Attempt.Errored(dependency, kind, took));
  }

  /** The same of a verification. */
  void verifying(Dependency dependency, Runnable check) {
    noted(
        done(check),
        took -> new Attempt.Verified(dependency, took),
        (kind, took) -> new Attempt.Unverified(dependency, kind, took));
  }

  /** The same of a revocation. */
  void revoking(Dependency dependency, Runnable call) {
    noted(
        done(call),
        took -> new Attempt.Revoked(dependency, took),
        (kind, took) -> new Attempt.Unrevoked(dependency, kind, took));
  }

  private static Supplier<Boolean> done(Runnable step) {
    return () -> {
      step.run();
      return true;
    };
  }

  private <T> T noted(
      Supplier<T> step,
      Function<Duration, Attempt> well,
      BiFunction<FaultKind, Duration, Attempt> failed) {
    var began = clock.instant();
    try {
      var result = step.get();
      made.add(well.apply(since(began)));
      return result;
    } catch (DependencyFailure failure) {
      made.add(failed.apply(failure.fault().kind(), since(began)));
      throw failure;
    }
  }

  void blocked(Dependency dependency) {
    made.add(new Attempt.Blocked(dependency));
  }

  int count() {
    return made.size();
  }

  List<Attempt> inOrder() {
    return List.copyOf(made);
  }

  /** Never negative, though a clock may be set back meanwhile. */
  private Duration since(Instant began) {
    var took = Duration.between(began, clock.instant());
    return took.isNegative() ? Duration.ZERO : took;
  }
}
