package dev.cartographer.exchange;

import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/** A POST to a service's own token endpoint, the IAM token as bearer token. */
record BearerPostRequest(
    Dependency dependency, BearerPost step, Cluster cluster, BearerToken bearer)
    implements TokenRequest {

  @Override
  public Authority authority() {
    return step.tokenEndpoint();
  }

  @Override
  public HttpAsk http(Reached at) {
    var body = step.body().map(template -> JsonTemplate.filled(template, cluster)).orElse("");
    return HttpAsk.post(
        at, Optional.of(bearer.header()), "application/json", new SecretText(body), step.timeout());
  }

  @Override
  public List<SecretText> secrets() {
    return List.of(bearer.text());
  }

  @Override
  public TokenAnswer.Members members() {
    return new TokenAnswer.Members(step.tokenField(), step.expiryField(), step.expiryUnit());
  }

  @Override
  public Expected expected() {
    return new Expected(
        step.audience(), Optional.empty(), Optional.empty(), Optional.empty(), false, false);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.atService(status, error);
  }
}
