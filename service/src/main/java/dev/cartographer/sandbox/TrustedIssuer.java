package dev.cartographer.sandbox;

import com.nimbusds.jose.jwk.RSAKey;

/** An issuer whose tokens are believed, with the public half of its key. */
public record TrustedIssuer(String name, RSAKey key) {
  public TrustedIssuer {
    if (key.isPrivate()) {
      throw new IllegalArgumentException("only the public half of a key is handed around");
    }
  }
}
