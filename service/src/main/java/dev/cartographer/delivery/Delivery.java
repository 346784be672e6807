package dev.cartographer.delivery;

import dev.cartographer.fleet.Binding;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts a token where the agent reads it, and reads back what is there. */
public interface Delivery {

  /**
   * What the cluster holds now.
   *
   * @throws dev.cartographer.fault.DependencyFailure when the cluster can't be asked
   */
  Held held(Binding binding);

  /**
   * Brings the configuration of the binding's agent there, unless it is there already or somebody
   * else's matter. It comes before the first token, which nobody could use without.
   *
   * @throws dev.cartographer.fault.DependencyFailure when it could not be brought, or the agent
   *     refused it
   */
  void configure(Binding binding);

  /**
   * Replaces the held token by this one, provided that the generation held is lower: a
   * compare-and-set, repeated on conflict. What was there stays untouched by any failure. A token
   * that says so has the one it replaces kept beside it.
   *
   * @throws dev.cartographer.fault.DependencyFailure when the cluster can't be reached or refuses
   */
  Delivered deliver(Binding binding, ServiceToken token, Note note);

  /**
   * Changes what is kept of a replaced token, provided that the cluster still holds the token it
   * was kept beside, which stays as it is. A delivery that keeps none has nothing to settle.
   *
   * @param held the note of the token held
   * @param left what is kept from now on; nothing when empty
   * @throws dev.cartographer.fault.DependencyFailure when the cluster can't be reached or refuses
   */
  default void settle(Binding binding, Note held, Optional<Replaced> left) {}

  /**
   * Takes back what Cartographer put there. What it can't vouch for stays, and so does what others
   * put beside it.
   *
   * @param ours which tokens, by their notes, are taken back; another one stays
   * @throws dev.cartographer.fault.DependencyFailure when the cluster can't be reached or refuses
   */
  TakenBack takeBack(Binding binding, Predicate<Note> ours);

  /** What became of a removal. */
  sealed interface TakenBack {
    /** Nothing of ours is there any more. */
    record Done() implements TakenBack {}

    /**
     * Something is there that was not touched.
     *
     * @param why one clause for a person
     */
    record Left(String why) implements TakenBack {}
  }

  /** What became of a delivery. */
  sealed interface Delivered {
    /** The cluster holds the token. */
    record Done() implements Delivered {}

    /** The cluster holds this generation or a higher one already; ours was not written. */
    record Outrun(Note held) implements Delivered {}
  }
}
