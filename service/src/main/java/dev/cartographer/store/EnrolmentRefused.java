package dev.cartographer.store;

/** An enrolment asks for what can't be; nothing of it was done. */
public final class EnrolmentRefused extends RuntimeException {
  public EnrolmentRefused(String message) {
    super(message);
  }
}
