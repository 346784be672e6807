package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.util.List;
import java.util.Optional;

/** IBM Cloud IAM's API key grant ({@code POST /identity/token}). */
record IbmApiKeyRequest(IamStep.IbmApiKey step, SecretText secret) implements IamRequest {

  @Override
  public String principal() {
    return Fingerprint.of(secret).hex();
  }

  @Override
  public HttpAsk http() {
    var form =
        new Form()
            .with("grant_type", "urn:ibm:params:oauth:grant-type:apikey")
            .with("apikey", secret.reveal());
    return form.to(step.tokenEndpoint(), Optional.empty(), step.timeout());
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
}
