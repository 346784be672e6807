package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import java.time.Duration;

/** What one step on a token's path came to: one sample of a counter. */
public sealed interface Attempt {

  /** IAM, LOGGING or METRICS. */
  Dependency dependency();

  /** It issued what it was asked for. */
  record Succeeded(Dependency dependency, Duration took) implements Attempt {}

  /** It was asked and did not issue. */
  record Errored(Dependency dependency, FaultKind kind, Duration took) implements Attempt {}

  /** It was not asked, since the IAM step before it failed: says nothing about the dependency. */
  record Blocked(Dependency dependency) implements Attempt {}

  /** It took the new token, before any agent got it. */
  record Verified(Dependency dependency, Duration took) implements Attempt {}

  /** It did not take the new token, or could not be asked. */
  record Unverified(Dependency dependency, FaultKind kind, Duration took) implements Attempt {}

  /** It revoked a token that was replaced. */
  record Revoked(Dependency dependency, Duration took) implements Attempt {}

  /** It did not revoke it, for all we know. */
  record Unrevoked(Dependency dependency, FaultKind kind, Duration took) implements Attempt {}
}
