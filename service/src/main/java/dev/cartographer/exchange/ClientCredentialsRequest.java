package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/** OAuth client credentials (RFC 6749 §4.4.2). */
record ClientCredentialsRequest(IamStep.ClientCredentials step, String clientId, SecretText secret)
    implements IamRequest {

  @Override
  public String principal() {
    return clientId;
  }

  @Override
  public HttpAsk http() {
    var form = new Form().with("grant_type", "client_credentials").with("scope", step.scope());
    return form.to(step.tokenEndpoint(), Form.basic(clientId, secret), step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return List.of(secret);
  }

  @Override
  public Expected expected() {
    return new Expected(
        Optional.empty(), step.scope(), Optional.of(clientId), Optional.empty(), true, false);
  }
}
