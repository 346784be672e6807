package dev.cartographer.app;

import dev.cartographer.app.RegionConfig.Iam;
import dev.cartographer.exchange.AssertionAudience;
import dev.cartographer.exchange.Authority;
import dev.cartographer.exchange.ClientCertificate;
import dev.cartographer.exchange.IamStep;
import dev.cartographer.exchange.Issuer;
import dev.cartographer.exchange.OwnClient;
import dev.cartographer.exchange.TokenEndpoint;
import dev.cartographer.exchange.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes an IAM step of its settings. */
record IamSettings(Iam config) {
  private static final List<String> PLACE = List.of("issuer", "token-endpoint");
  private static final List<String> CLIENT =
      List.of("client-id", "client-secret-file", "client-key-file");

  IamStep step() {
    return switch (config.dialect()) {
      case CLIENT_CREDENTIALS -> {
        uses("scope");
        yield new IamStep.ClientCredentials(
            authority(), config.scope(), assertions(), workload(), config.timeout());
      }
      case IBM_API_KEY -> {
        uses();
        yield new IamStep.IbmApiKey(authority(), config.timeout());
      }
      case TOKEN_EXCHANGE -> {
        usesClient("scope", "audience", "resource");
        yield new IamStep.TokenExchange(
            authority(),
            subjectTokenType(),
            config.audience(),
            config.resource(),
            config.scope(),
            client(),
            workload(),
            config.timeout());
      }
      case JWT_BEARER -> {
        usesClient("scope", "resource");
        yield new IamStep.JwtBearer(
            authority(), config.scope(), config.resource(), client(), workload(), config.timeout());
      }
    };
  }

  private void uses(String... keys) {
    refuseUnused(Stream.concat(PLACE.stream(), Stream.of(keys)));
  }

  private void usesClient(String... keys) {
    refuseUnused(Stream.concat(Stream.concat(PLACE.stream(), CLIENT.stream()), Stream.of(keys)));
  }

  private void refuseUnused(Stream<String> used) {
    Settings.refuseUnused(config, Map.of(), used.toList());
  }

  /** By its address, which goes before the issuer, or by its metadata. */
  Authority authority() {
    if (config.tokenEndpoint().isPresent()) {
      return new TokenEndpoint(config.tokenEndpoint().get(), certificate());
    }
    return config
        .issuer()
        .map(issuer -> new Issuer(issuer, certificate()))
        .orElseThrow(
            () -> new IllegalArgumentException("an IAM needs the key issuer, or token-endpoint"));
  }

  private Optional<ClientCertificate> certificate() {
    if (config.tlsCertificateFile().isPresent() != config.tlsKeyFile().isPresent()) {
      throw new IllegalArgumentException(
          "tls-certificate-file and tls-key-file go together; set both or neither");
    }
    return config
        .tlsCertificateFile()
        .map(chain ->
            new ClientCertificate(
                Settings.file(chain), Settings.file(config.tlsKeyFile().orElseThrow())));
  }

  /** Whom assertions at this IAM are for. */
  AssertionAudience assertions() {
    return switch (config.assertionAudience()) {
      case TOKEN_ENDPOINT -> new AssertionAudience.EndpointAddress();
      case ISSUER ->
          config
              .issuer()
              .<AssertionAudience>map(AssertionAudience.IssuerIdentifier::new)
              .orElseGet(AssertionAudience.Unknown::new);
    };
  }

  boolean certified() {
    return certificate().isPresent();
  }

  private OwnClient client() {
    return Settings.client(config, assertions(), certified());
  }

  private Workload workload() {
    return new Workload(config.workloadAudience().or(config::issuer), config.workloadLifetime());
  }

  private String subjectTokenType() {
    return switch (config.subjectTokenType()) {
      case JWT -> "urn:ietf:params:oauth:token-type:jwt";
      case ACCESS_TOKEN -> "urn:ietf:params:oauth:token-type:access_token";
      case ID_TOKEN -> "urn:ietf:params:oauth:token-type:id_token";
    };
  }
}
