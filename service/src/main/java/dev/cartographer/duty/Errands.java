package dev.cartographer.duty;

import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Takes what an incident's step leads to, to be done after its transaction. */
public interface Errands {

  /**
   * A step as it was written down.
   *
   * @param incident the incident's number
   * @param number the step's, from 1 on
   * @param after the incident as it is after the step
   * @param evidence what a verdict in this step was made from, as it is kept
   */
  record Taken(
      long incident,
      long number,
      Instant at,
      Incident after,
      List<Effect> effects,
      Optional<String> evidence) {}

  /**
   * Writes down what is to be done, within the step's own transaction: both are there, or neither.
   */
  void give(Handle h, Taken step);
}
