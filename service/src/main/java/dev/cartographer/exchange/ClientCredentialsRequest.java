package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/**
 * OAuth client credentials (RFC 6749 §4.4.2).
 *
 * @param clientId that the token must be for, as far as it is known
 */
record ClientCredentialsRequest(
    IamStep.ClientCredentials step, Optional<String> clientId, ClientAuthentication client)
    implements IamRequest {
  private static final String GRANT = "client_credentials";

  @Override
  public Authority authority() {
    return step.authority();
  }

  @Override
  public Needs needs() {
    return Needs.of(GRANT, client);
  }

  @Override
  public HttpAsk http(Reached at) {
    return new Form()
        .with("grant_type", GRANT)
        .with("scope", step.scope())
        .to(at, client, step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return client.secrets();
  }

  @Override
  public Expected expected() {
    return new Expected(Optional.empty(), step.scope(), clientId, Optional.empty(), true, false);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.atIam(error);
  }
}
