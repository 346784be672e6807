package dev.cartographer.discovery;

/** A carrier can't be asked, or refuses. What is enrolled stays enrolled. */
final class CarrierUnreachable extends RuntimeException {
  CarrierUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
