package dev.cartographer.app;

import dev.cartographer.exchange.AssertionAudience;
import dev.cartographer.exchange.Authority;
import dev.cartographer.exchange.Issuer;
import dev.cartographer.exchange.OwnClient;
import dev.cartographer.exchange.Revoking;
import dev.cartographer.exchange.Service;
import dev.cartographer.exchange.ServiceStep;
import dev.cartographer.exchange.TokenEndpoint;
import dev.cartographer.exchange.Verification;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a service of its settings; what it does not say is as at the IAM. */
record ServiceSettings(RegionConfig.Service config, IamSettings iam) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  Service service() {
    return new Service(step(), config.verify().map(ServiceSettings::verification), revoking());
  }

  private ServiceStep step() {
    return switch (config.dialect()) {
      case TOKEN_EXCHANGE -> tokenExchange();
      case BEARER_POST -> bearerPost();
      case OPENSEARCH_ON_BEHALF_OF -> onBehalfOf();
      case ELASTICSEARCH_API_KEY -> apiKey();
      case NONE -> {
        uses("audience");
        yield new ServiceStep.None(config.audience());
      }
    };
  }

  private ServiceStep tokenExchange() {
    uses(
        "issuer",
        "token-endpoint",
        "client-id",
        "client-secret-file",
        "client-key-file",
        "audience",
        "resource",
        "scope");
    Settings.needed(config.clientId(), "client-id");
    return new ServiceStep.TokenExchange(
        authority(),
        Settings.needed(config.audience(), "audience"),
        config.resource(),
        config.scope(),
        client(),
        config.timeout());
  }

  private ServiceStep bearerPost() {
    uses("token-endpoint", "audience", "body");
    return new ServiceStep.BearerPost(
        endpoint(),
        config.body(),
        config.tokenField(),
        config.expiryField(),
        switch (config.expiryUnit()) {
          case SECONDS -> ServiceStep.ExpiryUnit.SECONDS;
          case EPOCH -> ServiceStep.ExpiryUnit.EPOCH;
          case EPOCH_MILLIS -> ServiceStep.ExpiryUnit.EPOCH_MILLIS;
        },
        config.audience(),
        config.timeout());
  }

  /** OpenSearch's own token endpoint (2.12 and later) is a POST with fixed fields. */
  private ServiceStep onBehalfOf() {
    uses("token-endpoint", "audience", "lifetime");
    var lifetime = config.lifetime().orElse(FIVE_MINUTES);
    if (lifetime.compareTo(TEN_MINUTES) > 0) {
      throw new IllegalArgumentException("OpenSearch gives such tokens 10 minutes at most");
    }
    var audience = Settings.needed(config.audience(), "audience");
    if (!audience.matches("[\\w.:/-]{1,255}")) {
      throw new IllegalArgumentException(
          "this audience is letters, digits and any of . _ : / -, at most 255 of them");
    }
    var body =
        """
        {"description":"cartographer for {cluster}","service":"%s","durationSeconds":"%d"}\
        """
            .formatted(audience, lifetime.toSeconds());
    return new ServiceStep.BearerPost(
        endpoint(),
        Optional.of(body),
        "authenticationToken",
        "durationSeconds",
        ServiceStep.ExpiryUnit.SECONDS,
        Optional.of(audience),
        config.timeout());
  }

  private ServiceStep apiKey() {
    uses("token-endpoint", "role-descriptors", "lifetime");
    return new ServiceStep.ElasticsearchApiKey(
        endpoint(), config.roleDescriptors(), config.lifetime().orElse(HOUR), config.timeout());
  }

  private void uses(String... keys) {
    Map<String, Optional<?>> more =
        Map.of(
            "body", config.body(),
            "role-descriptors", config.roleDescriptors(),
            "lifetime", config.lifetime());
    Settings.refuseUnused(config, more, List.of(keys));
  }

  private TokenEndpoint endpoint() {
    return new TokenEndpoint(Settings.needed(config.tokenEndpoint(), "token-endpoint"));
  }

  private boolean ownAuthority() {
    return config.tokenEndpoint().isPresent() || config.issuer().isPresent();
  }

  private Authority authority() {
    return config
        .tokenEndpoint()
        .<Authority>map(TokenEndpoint::new)
        .or(() -> config.issuer().map(Issuer::new))
        .orElseGet(iam::authority);
  }

  private OwnClient client() {
    var audience = ownAuthority() ? ownAudience() : iam.assertions();
    return Settings.client(config, audience, !ownAuthority() && iam.certified());
  }

  private AssertionAudience ownAudience() {
    return config
        .issuer()
        .<AssertionAudience>map(AssertionAudience.IssuerIdentifier::new)
        .orElseGet(AssertionAudience.Unknown::new);
  }

  private static Verification verification(RegionConfig.Verify config) {
    return new Verification(
        config.method().toUpperCase(Locale.ROOT),
        new TokenEndpoint(config.url()),
        statuses(config.statuses()),
        config.body(),
        config.contentType(),
        config.timeout());
  }

  private static Set<Integer> statuses(String list) {
    if (!list.matches("[0-9]{3}(, ?[0-9]{3})*")) {
      throw new IllegalArgumentException(
          "verify.statuses are statuses with commas between, such as 200,204");
    }
    return Stream.of(list.split(", ?")).map(Integer::valueOf).collect(Collectors.toSet());
  }

  private Optional<Revoking> revoking() {
    var revocation = config.revocation();
    Optional<URI> endpoint = revocation.endpoint();
    if (!revocation.enabled()) {
      if (endpoint.isPresent()) {
        throw new IllegalArgumentException(
            "revocation.endpoint is set, but revocation.enabled is not");
      }
      return Optional.empty();
    }
    return Optional.of(new Revoking(revocation.grace(), endpoint.map(TokenEndpoint::new)));
  }
}
