package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import java.time.Duration;

/** What one step of an exchange came to: one sample of the exchange counter. */
public sealed interface Attempt {

  /** IAM, LOGGING or METRICS. */
  Dependency dependency();

  /** It issued what it was asked for. */
  record Succeeded(Dependency dependency, Duration took) implements Attempt {}

  /** It was asked and did not issue. */
  record Errored(Dependency dependency, FaultKind kind, Duration took) implements Attempt {}

  /** It was not asked, since the IAM step before it failed: says nothing about the dependency. */
  record Blocked(Dependency dependency) implements Attempt {}
}
