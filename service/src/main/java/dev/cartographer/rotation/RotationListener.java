package dev.cartographer.rotation;

import java.time.Duration;
import java.util.Optional;

/** Is told of everything that rotation does; must not block nor throw. */
public interface RotationListener {

  /**
   * One claim came to its end.
   *
   * @param recorded whether the outcome was written back, or refused as another's lease had begun
   */
  void ended(Claim claim, RotationOutcome outcome, Duration took, boolean recorded);

  /**
   * A token was delivered to a cluster that had left meanwhile.
   *
   * @param left what was not taken back again, and why; empty when all was
   */
  void tooLate(Claim claim, Optional<String> left);

  /** A bug of ours came up while working on this claim; it becomes a fault of Cartographer. */
  void surprised(Claim claim, RuntimeException bug);

  /** The database could not be asked; told at every failure. */
  void storeFailed(String why);

  /** The database answered; told at every answer, so that a listener sees the change. */
  void storeAnswered();
}
