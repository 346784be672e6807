package dev.cartographer.exchange;

import dev.cartographer.fleet.Identity;
import dev.cartographer.secret.SecretRef;
import java.util.Optional;

/** The client that we ourselves are at a token endpoint, not the cluster's. */
public sealed interface OwnClient {

  /** Authenticated by HTTP Basic (RFC 6749 §2.3.1). */
  record WithSecret(String clientId, SecretRef secret) implements OwnClient {}

  /** Authenticated by an assertion signed with our key (RFC 7523 §2.2). */
  record WithKey(
      String clientId,
      SecretRef key,
      Optional<String> keyId,
      Optional<Identity.Algorithm> algorithm,
      AssertionAudience audience)
      implements OwnClient {}

  /** Authenticated by the certificate that the authority sees in TLS (RFC 8705 §2). */
  record WithCertificate(String clientId) implements OwnClient {}

  /** Not authenticated: what is presented says enough. */
  record Nobody() implements OwnClient {}
}
