package dev.cartographer.rotation;

/** The database can't be asked, or refuses: nothing is fetched and nothing delivered meanwhile. */
public final class StoreFailure extends RuntimeException {
  private final String why;

  public StoreFailure(String why, Throwable cause) {
    super(why, cause);
    this.why = why;
  }

  /** One sentence for the operator. */
  public String why() {
    return why;
  }
}
