package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JWT bearer grant (RFC 7523 §2.1): the cluster's own token is the grant. */
record JwtBearerRequest(IamStep.JwtBearer step, SecretText assertion, ClientAuthentication client)
    implements IamRequest {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

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
        .with("assertion", assertion.reveal())
        .with("resource", step.resource())
        .with("scope", step.scope())
        .to(at, client, step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return Stream.concat(Stream.of(assertion), client.secrets().stream()).toList();
  }

  @Override
  public Expected expected() {
    return new Expected(
        Optional.empty(), step.scope(), Optional.empty(), Optional.empty(), true, false);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.ofAssertion(error, step.client());
  }
}
