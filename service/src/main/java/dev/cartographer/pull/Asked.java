package dev.cartographer.pull;

import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Note;
import java.time.Instant;
import java.util.Optional;

/** The bindings whose agents ask for their tokens, as this process sees them in the queue. */
public interface Asked {

  /** How a binding stands; empty when it is none of the fleet any more, or leaves. */
  Optional<Standing> standing(Caller caller, Signal signal);

  /**
   * Asks for a new token, to be made by this process: the binding is due at once, unless its last
   * try failed and the next has its time.
   */
  void need(Caller caller, Signal signal, Instant now);

  /** Lets this process renew the binding from now on: its agents wait here. */
  void move(Caller caller, Signal signal, Instant now);

  /** Puts on record, durably, who is given a token. When this throws, nobody must be. */
  void handedOver(Caller caller, Signal signal, Note note, Instant now);

  /**
   * How a binding stands.
   *
   * @param recorded the token made last, wherever that was
   * @param picked the generation that agents are known to have taken up; 0 when none is
   * @param here whether it is known that its agents ask this process
   * @param fault what stands in the way, such as {@code iam http_5xx}; empty when nothing does
   * @param nextAt when it is looked at next
   */
  record Standing(
      Optional<Note> recorded, long picked, boolean here, Optional<String> fault, Instant nextAt) {}
}
