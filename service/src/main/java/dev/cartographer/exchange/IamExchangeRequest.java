package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** OAuth token exchange at IAM (RFC 8693 §2.1): the cluster's own token becomes IAM's. */
record IamExchangeRequest(
    IamStep.TokenExchange step, SecretText subject, ClientAuthentication client)
    implements IamRequest {

  @Override
  public Authority authority() {
    return step.authority();
  }

  @Override
  public Needs needs() {
    return Needs.of(TokenExchangeRequest.GRANT, client);
  }

  @Override
  public HttpAsk http(Reached at) {
    return new Form()
        .with("grant_type", TokenExchangeRequest.GRANT)
        .with("subject_token", subject.reveal())
        .with("subject_token_type", step.subjectTokenType())
        .with("requested_token_type", TokenExchangeRequest.ACCESS_TOKEN)
        .with("audience", step.audience())
        .with("resource", step.resource())
        .with("scope", step.scope())
        .to(at, client, step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return Stream.concat(Stream.of(subject), client.secrets().stream()).toList();
  }

  /** Without {@code issued_token_type} it was no exchange, but something less (CVE-2026-9704). */
  @Override
  public Expected expected() {
    return new Expected(
        Optional.empty(), step.scope(), Optional.empty(), Optional.empty(), true, true);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.ofSubject(error, step.client());
  }
}
