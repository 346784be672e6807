package dev.cartographer.fault;

import java.util.Locale;

/**
 * The kinds of failure, a closed list: label of metrics, column of the database, word of the API.
 * Docs: {@code docs/errors.md}, one heading for each.
 */
public enum FaultKind {
  /** No answer within the time allowed. */
  TIMEOUT("CTG-1102", true),
  /** The connection was refused, reset or closed. */
  CONNECT("CTG-1103", true),
  /** The name did not resolve. */
  DNS("CTG-1104", true),
  /** The TLS handshake failed: certificate, name or protocol. */
  TLS("CTG-1105", true),
  /** The server says it has failed (status 500 to 599). */
  HTTP_5XX("CTG-1106", true),
  /** The server asks to be left alone for a while (status 429). */
  HTTP_429("CTG-1107", true),
  /** The server refuses the request as it stands: our configuration or our code. */
  HTTP_4XX("CTG-1108", false),
  /** IAM knows the caller's identity no more, or it is disabled: one cluster's own fault. */
  IDENTITY_REJECTED("CTG-1101", false),
  /** The service does not know the cluster or grants it no token, though IAM vouched for it. */
  NOT_ENTITLED("CTG-1203", false),
  /** An answer that is not what the protocol says: not JSON, too long, a member missing. */
  BAD_RESPONSE("CTG-1109", true),
  /** A well-formed answer with the wrong token: audience, scope, type, lifetime. */
  WRONG_TOKEN("CTG-1110", true),
  /** The service does not take a token that was just issued for it. */
  TOKEN_REFUSED("CTG-1111", true),
  /** The cluster issues no token of its service account: it is not there, or we may not ask. */
  NO_CLUSTER_TOKEN("CTG-1112", false),
  /** The cluster refuses our right to write (401, 403 of its API server). */
  DELIVERY_REFUSED("CTG-2101", false),
  /** The place to deliver to is not there: namespace or directory missing. */
  DELIVERY_MISSING("CTG-2102", false),
  /** Somebody else keeps writing what we write. */
  DELIVERY_CONFLICT("CTG-2103", true),
  /** The disk or file system would not take it. */
  STORAGE("CTG-2105", true),
  /** Nobody has come to fetch the token. */
  NOT_ASKED("CTG-2107", false),
  /** A secret we were pointed to cannot be read here. */
  SECRET_UNREADABLE("CTG-2106", false),
  /** Our own configuration or a bug of ours. */
  LOCAL("CTG-5000", false);

  private final String code;
  private final boolean passing;

  FaultKind(String code, boolean passing) {
    this.code = code;
    this.passing = passing;
  }

  /** The stable reference that a person can look up, such as {@code CTG-1102}. */
  public String code() {
    return code;
  }

  /** Whether time alone may mend it; otherwise somebody must change something. */
  public boolean passing() {
    return passing;
  }

  /**
   * Whether it says that one cluster is not known or not entitled, which is that cluster's own
   * matter, whoever says so.
   */
  public boolean ofOneCluster() {
    return this == IDENTITY_REJECTED || this == NOT_ENTITLED;
  }

  /** The word in labels, columns and API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
