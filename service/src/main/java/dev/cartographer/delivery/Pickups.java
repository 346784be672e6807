package dev.cartographer.delivery;

import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Note;
import dev.cartographer.token.Pickup;
import java.time.Instant;

/** Is told which tokens agents have taken up. */
@FunctionalInterface
public interface Pickups {

  /** Nobody is told. */
  Pickups IGNORED = (_, _, _, _, _) -> {};

  /**
   * Agents of a binding use this token. Told again, it changes nothing.
   *
   * @param cluster its id
   */
  void seen(long cluster, Signal signal, Note note, Pickup.How how, Instant at);
}
