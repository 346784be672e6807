package dev.cartographer.escalation;

import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Incident;
import java.time.Instant;
import java.util.List;

/**
 * A step that an incident has taken, and what is to be done about it.
 *
 * @param incident its id, the same for ever; of letters, digits and single hyphens
 * @param number the step's, which grows with each; taken again, a step has the same
 * @param after the incident as it is now
 */
public record StepTaken(
    String incident,
    long number,
    Instant at,
    Incident after,
    List<Effect> effects,
    Situation situation) {

  public StepTaken {
    effects = List.copyOf(effects);
  }
}
