package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cartographer.exchange.ServiceStep.ElasticsearchApiKey;
import dev.cartographer.exchange.ServiceStep.ExpiryUnit;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Binding;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/**
 * An API key of Elasticsearch ({@code POST /_security/api_key}, 7.16 and later, which answer with
 * {@code encoded}), made as whom the IAM token names.
 */
record ElasticsearchKeyRequest(
    Dependency dependency, ElasticsearchApiKey step, Binding binding, BearerToken bearer)
    implements TokenRequest {

  @Override
  public Authority authority() {
    return step.endpoint();
  }

  @Override
  public HttpAsk http(Reached at) {
    return HttpAsk.post(
        at,
        Optional.of(bearer.header()),
        "application/json",
        new SecretText(body()),
        step.timeout());
  }

  private String body() {
    var cluster = binding.cluster();
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", "cartographer-" + cluster.name() + "-" + binding.signal().word());
    body.put("expiration", step.lifetime().toSeconds() + "s");
    step.roleDescriptors()
        .map(template -> StrictJson.object(JsonTemplate.filled(template, cluster)))
        .ifPresent(roles -> body.set("role_descriptors", roles));
    body.putObject("metadata")
        .put("managed_by", "cartographer")
        .put("cluster", cluster.name().text())
        .put("tenant", cluster.tenant().text());
    return body.toString();
  }

  @Override
  public List<SecretText> secrets() {
    return List.of(bearer.text());
  }

  @Override
  public TokenAnswer.Members members() {
    return new TokenAnswer.Members("encoded", "expiration", ExpiryUnit.EPOCH_MILLIS);
  }

  @Override
  public Expected expected() {
    return new Expected(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false);
  }

  @Override
  public Refusal refusal(int status, ServerError error) {
    return Refusal.atService(status, error);
  }
}
