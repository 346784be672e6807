package dev.cartographer.duty;

import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Incident;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes what an incident's step leads to, to be done after its transaction. */
public interface Errands {
  /**
   * Writes down what is to be done, within the step's own transaction: both are there, or neither.
   *
   * @param incident as it is after the step
   */
  void give(Handle h, long id, Incident incident, List<Effect> effects);
}
