package dev.cartographer.store;

/** The database can't be started or reached. The message is one sentence for the operator. */
public final class DatabaseUnavailable extends RuntimeException {
  public DatabaseUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
