package dev.cartographer.duty;

import dev.cartographer.incident.Incident;
import dev.cartographer.verdict.Case;

/** Gathers what is known of an incident. */
public interface Diagnosis {

  /**
   * What was found.
   *
   * @param evidence every item with its source, as JSON, kept with the incident
   */
  record Found(Case matter, String evidence) {}

  /** Blocks the calling (virtual) thread for as long as the budget for evidence lasts. */
  Found of(Incident incident);
}
