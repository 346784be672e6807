package dev.cartographer.app;

import dev.cartographer.secret.SecretText;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** The wish to be let in as the agent that a token is of. */
public final class WorkloadLogin extends BaseAuthenticationRequest {
  private final SecretText token;

  WorkloadLogin(SecretText token) {
    this.token = token;
  }

  SecretText token() {
    return token;
  }
}
