package dev.cartographer.evidence;

import dev.cartographer.fault.FaultKind;

/** By whose doing a step of an exchange failed. */
enum Doing {
  /** The dependency's: it did not answer, said that it can't, or spoke nonsense. */
  THEIRS,
  /** The way's: the dependency's when several carriers see it, otherwise the one carrier's own. */
  SHARED,
  /** Ours: a key, a configuration or a request of ours is refused. */
  OURS,
  /** One customer's: its key is gone, or it was granted nothing. No failure of the dependency. */
  CUSTOMERS;

  static Doing of(FaultKind kind) {
    return switch (kind) {
      case TIMEOUT, CONNECT, HTTP_5XX, HTTP_429, BAD_RESPONSE, WRONG_TOKEN, TOKEN_REFUSED -> THEIRS;
      case DNS, TLS -> SHARED;
      case HTTP_4XX, SECRET_UNREADABLE, LOCAL -> OURS;
      case IDENTITY_REJECTED,
          NOT_ENTITLED,
          NO_CLUSTER_TOKEN,
          DELIVERY_REFUSED,
          DELIVERY_MISSING,
          DELIVERY_CONFLICT,
          STORAGE,
          NOT_ASKED ->
          CUSTOMERS;
    };
  }
}
