package dev.cartographer.exchange;

import java.util.Locale;
import java.util.Set;

/**
 * Whom a server's refusal is about. Pure; told by the {@code error} it names, then by the status,
 * since servers do not agree on statuses (Keycloak refuses an exchange with 403, a bad secret with
 * 401 or 400).
 */
enum Refusal {
  /** The cluster's own credentials: the cluster's fault, never IAM's. */
  IDENTITY,
  /** Our own client's credentials, or what we ask for in itself: our configuration. */
  OURS,
  /** The IAM token we presented; it may have been revoked since it was issued. */
  SUBJECT,
  /**
   * This cluster gets no token of this service. The audience and the scope we ask for are the same
   * for every cluster of a region: refused to one, it lacks a grant that the service's team gives;
   * refused to all, that team can see why.
   */
  ENTITLEMENT,
  /** The server itself, by its own word. */
  OUTAGE,
  /** Nobody in particular: the status must do. */
  UNNAMED;

  /**
   * IBM Cloud IAM: the user behind the key is gone (0410), the key cannot be found (0415) or is
   * disabled (0462), the credentials are incorrect (0602).
   */
  private static final Set<String> IBM_IDENTITY =
      Set.of("BXNIM0410E", "BXNIM0415E", "BXNIM0462E", "BXNIM0602E");

  /**
   * At the IAM step, where the cluster authenticates as itself. A bare 401 stays {@link #UNNAMED}:
   * a broken gateway before IAM answers so to every cluster, and must not look like a thousand
   * revoked keys.
   */
  static Refusal atIam(ServerError error) {
    return switch (error.code()) {
      case "invalid_client", "unauthorized_client", "invalid_grant" -> IDENTITY;
      case "invalid_request", "invalid_scope", "unsupported_grant_type" -> OURS;
      case "temporarily_unavailable", "server_error" -> OUTAGE;
      default -> ibmNamesTheKey(error) ? IDENTITY : UNNAMED;
    };
  }

  /**
   * At an IAM that exchanges a cluster's own token (RFC 8693 §2.2.2: {@code invalid_request} for
   * one that is refused).
   */
  static Refusal ofSubject(ServerError error, OwnClient presenter) {
    return error.code().equals("invalid_request") ? IDENTITY : ofAssertion(error, presenter);
  }

  /**
   * At an IAM that takes a cluster's own token as the grant (RFC 7523 §3.1: {@code invalid_grant}
   * for one that is refused). The client is ours, if there is one.
   */
  static Refusal ofAssertion(ServerError error, OwnClient presenter) {
    return switch (error.code()) {
      case "invalid_grant", "access_denied" -> IDENTITY;
      case "invalid_client", "unauthorized_client" ->
          presenter instanceof OwnClient.Nobody ? IDENTITY : OURS;
      case "invalid_request", "invalid_scope", "invalid_target", "unsupported_grant_type" -> OURS;
      case "temporarily_unavailable", "server_error" -> OUTAGE;
      default -> UNNAMED;
    };
  }

  private static boolean ibmNamesTheKey(ServerError error) {
    return IBM_IDENTITY.contains(error.code())
        || (error.code().startsWith("BXNIM04")
            && error.description().toLowerCase(Locale.ROOT).startsWith("provided api key"));
  }

  /** At an RFC 8693 token endpoint, where we authenticate as ourselves. */
  static Refusal atExchange(int status, ServerError error) {
    return switch (error.code()) {
      case "invalid_client" -> audienceDisabled(error) ? ENTITLEMENT : OURS;
      case "unauthorized_client", "unsupported_grant_type" -> OURS;
      case "invalid_target", "invalid_scope", "access_denied" -> ENTITLEMENT;
      case "invalid_grant" -> SUBJECT;
      case "invalid_request" -> ofInvalidRequest(error);
      case "temporarily_unavailable", "server_error" -> OUTAGE;
      default ->
          switch (status) {
            case 401 -> OURS;
            case 403 -> ENTITLEMENT;
            default -> UNNAMED;
          };
    };
  }

  /** Keycloak names so an audience whose client is disabled, though we were let in. */
  private static boolean audienceDisabled(ServerError error) {
    return error.description().equals("Client disabled");
  }

  /**
   * RFC 8693 §2.2.2 has {@code invalid_request} for a subject token that is refused, RFC 6749 §5.2
   * for a request that is malformed. Keycloak uses it for two more things, known by their wording.
   */
  private static Refusal ofInvalidRequest(ServerError error) {
    if (error.description().startsWith("Requested audience not available")) {
      return ENTITLEMENT;
    }
    return error.description().startsWith("Standard token exchange is not enabled")
        ? OURS
        : SUBJECT;
  }

  /** At a service that takes the IAM token as bearer token (RFC 6750 §3.1). */
  static Refusal atService(int status, ServerError error) {
    return switch (error.code()) {
      case "invalid_token" -> SUBJECT;
      case "insufficient_scope", "access_denied" -> ENTITLEMENT;
      case "temporarily_unavailable", "server_error" -> OUTAGE;
      default ->
          switch (status) {
            case 401 -> SUBJECT;
            case 403, 404 -> ENTITLEMENT;
            default -> UNNAMED;
          };
    };
  }
}
