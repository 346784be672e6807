package dev.cartographer.incident;

import dev.cartographer.verdict.Verdict;
import java.time.Instant;
import java.util.Set;

/** What happens to an incident. */
public sealed interface Event {
  /** These alerts fire now, and no others. */
  record Alerts(Set<Alert> firing) implements Event {}

  /** Evidence was gathered and judged. */
  record Judged(Verdict verdict) implements Event {}

  /** There could be no verdict. */
  record NotJudged(String why) implements Event {}

  /** The pager took a page: it is on its way. */
  record Accepted(Team team) implements Event {}

  /** The pager will not take a page, now or later. */
  record Refused(Team team) implements Event {}

  /** Somebody of the team says that they are on it. */
  record Acknowledged(Team team) implements Event {}

  /** A person says whose it is. */
  record Assigned(Team team) implements Event {}

  /** A person wants nobody else told until then. */
  record Held(Instant until) implements Event {}

  /** A person says that it is over. */
  record Dismissed() implements Event {}

  /** A wider incident has taken it over, and its pages are out. */
  record Superseded() implements Event {}

  /** Time has passed. */
  record Tick() implements Event {}
}
