package dev.cartographer.exchange;

import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.fault.Dependency;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/** OAuth token exchange (RFC 8693 §2.1): our client presents the cluster's IAM token. */
record TokenExchangeRequest(
    Dependency dependency, TokenExchange step, SecretText clientSecret, BearerToken subject)
    implements TokenRequest {

  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  @Override
  public HttpAsk http() {
    var form =
        new Form()
            .with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
            .with("subject_token", subject.text().reveal())
            .with("subject_token_type", ACCESS_TOKEN)
            .with("requested_token_type", ACCESS_TOKEN)
            .with("audience", step.audience())
            .with("scope", step.scope());
    var client = Form.basic(step.clientId(), clientSecret);
    return form.to(step.tokenEndpoint(), client, step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return List.of(clientSecret, subject.text());
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
