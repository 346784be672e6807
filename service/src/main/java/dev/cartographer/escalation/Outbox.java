package dev.cartographer.escalation;

import dev.cartographer.incident.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be sent, durable; shared by all processes on one database. */
public interface Outbox {

  /**
   * Takes orders that are due, one for each sink: of the orders of an incident for a sink, always
   * the oldest that is not done. Until the lease ends nobody else takes them; then anybody may.
   *
   * @param spared sinks that are left out
   */
  List<Errand> claim(Set<String> spared, Instant now, Duration lease);

  /**
   * Keeps what came of an errand, unless somebody else has taken it since.
   *
   * @param told what the incident is to be told, as {@link #untold} then says until it was
   */
  void record(Errand errand, Done done, Optional<PageFate> told, Instant now);

  /** Pages whose fate the incident may not know yet. */
  List<Untold> untold(int most);

  /** The incident knows. */
  void told(Untold page);

  /** A page whose fate is to be told. */
  record Untold(String key, String incident, Team team, PageFate fate) {}
}
