package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.exchange.TokenRequest.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an issuer says of itself (RFC 8414 §2), as far as it matters here.
 *
 * @param grants it offers; empty when it does not say
 * @param methods of client authentication at its token endpoint; empty when it does not say
 */
record IssuerMetadata(
    Endpoints endpoints,
    Optional<Endpoints> withCertificate,
    List<String> grants,
    List<String> methods) {

  /** Where it is asked; by those who show a certificate, it may be elsewhere (RFC 8705 §5). */
  record Endpoints(TokenEndpoint token, Optional<TokenEndpoint> revocation) {}

  /**
   * Reads the metadata of an issuer.
   *
   * @throws Mishap when it is another's (RFC 8414 §3.3), or names no endpoint that may be asked
   */
  static IssuerMetadata in(JsonNode body, Issuer issuer) {
    if (!body.path("issuer").asText().equals(issuer.identifier())) {
      throw Mishap.badResponse("the metadata of another issuer");
    }
    var token = endpoint(body, "token_endpoint");
    if (token.isEmpty()) {
      throw Mishap.badResponse("metadata without a token_endpoint");
    }
    var plain = new Endpoints(token.get(), endpoint(body, "revocation_endpoint"));
    return new IssuerMetadata(
        plain,
        aliases(body.path("mtls_endpoint_aliases"), plain),
        texts(body.path("grant_types_supported")),
        texts(body.path("token_endpoint_auth_methods_supported")));
  }

  private static Optional<Endpoints> aliases(JsonNode aliases, Endpoints plain) {
    return endpoint(aliases, "token_endpoint")
        .map(token ->
            new Endpoints(token, endpoint(aliases, "revocation_endpoint").or(plain::revocation)));
  }

  private static Optional<TokenEndpoint> endpoint(JsonNode body, String member) {
    if (!body.path(member).isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TokenEndpoint.of(body.path(member).textValue()));
    } catch (IllegalArgumentException unsafe) {
      throw Mishap.badResponse("metadata whose " + member + " is no address for a credential");
    }
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  /** Where a caller asks, with or without a certificate. */
  Endpoints endpoints(boolean certificate) {
    return certificate ? withCertificate.orElse(endpoints) : endpoints;
  }

  /**
   * Checks that it offers what is needed, where it says what it offers.
   *
   * @throws Mishap when it doesn't: either side's configuration must change
   */
  void require(Needs needs) {
    needs
        .grant()
        .filter(grant -> lacks(grants, List.of(grant)))
        .ifPresent(grant -> {
          throw Mishap.misconfigured("does not offer the grant " + grant + ", says its metadata");
        });
    if (!needs.methods().isEmpty() && lacks(methods, needs.methods())) {
      throw Mishap.misconfigured(
          "does not take a client's "
              + String.join(" or ", needs.methods())
              + ", says its metadata");
    }
  }

  private static boolean lacks(List<String> offered, List<String> anyOf) {
    return !offered.isEmpty() && anyOf.stream().noneMatch(offered::contains);
  }
}
