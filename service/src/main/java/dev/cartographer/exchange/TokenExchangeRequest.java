package dev.cartographer.exchange;

import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** OAuth token exchange (RFC 8693 §2.1): our client presents the cluster's IAM token. */
record TokenExchangeRequest(
    Dependency dependency, TokenExchange step, ClientAuthentication client, BearerToken subject)
    implements TokenRequest {
  static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

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
        .with("subject_token", subject.text().reveal())
        .with("subject_token_type", ACCESS_TOKEN)
        .with("requested_token_type", ACCESS_TOKEN)
        .with("audience", step.audience())
        .with("resource", step.resource())
        .with("scope", step.scope())
        .to(at, client, step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return Stream.concat(client.secrets().stream(), Stream.of(subject.text())).toList();
  }

  @Override
  public TokenAnswer.Members members() {
    return TokenAnswer.Members.OAUTH;
  }

  @Override
  public Expected expected() {
    return new Expected(
        Optional.of(step.audience()),
        step.scope(),
        Optional.empty(),
        subject.speaksFor(),
        true,
        true);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.atExchange(status, error);
  }
}
