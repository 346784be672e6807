package dev.cartographer.escalation;

import dev.cartographer.incident.Team;

/** Is told what became of pages. */
@FunctionalInterface
public interface Receipts {

  /**
   * A page's fate. Told at least once for each page; the same may be told again, also by another
   * process, and must change nothing then.
   */
  void told(String incident, Team team, PageFate fate);
}
