package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/** IBM Cloud IAM's API key grant ({@code POST /identity/token}). */
record IbmApiKeyRequest(IamStep.IbmApiKey step, SecretText secret) implements IamRequest {
  private static final String GRANT = "urn:ibm:params:oauth:grant-type:apikey";

  @Override
  public Authority authority() {
    return step.authority();
  }

  @Override
  public Needs needs() {
    return new Needs(Optional.of(GRANT), List.of());
  }

  @Override
  public HttpAsk http(Reached at) {
    return new Form()
        .with("grant_type", GRANT)
        .with("apikey", secret.reveal())
        .to(at, new ClientAuthentication.Nothing(), step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return List.of(secret);
  }

  @Override
  public Expected expected() {
    return new Expected(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, false);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.atIam(error);
  }
}
