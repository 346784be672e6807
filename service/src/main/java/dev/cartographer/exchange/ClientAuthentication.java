package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** How a client authenticates itself in one request, with all that it takes at hand. */
sealed interface ClientAuthentication {
  String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Its names in a server's metadata (RFC 8414 §2); any of them will do. */
  List<String> methods();

  /** The header that does it, if one does. */
  default Optional<SecretText> header() {
    return Optional.empty();
  }

  /** The parameters that do it, if some do. */
  default void putInto(Form form, TokenEndpoint endpoint) {}

  /** What no message may show. */
  default List<SecretText> secrets() {
    return List.of();
  }

  /** Id and secret by HTTP Basic, form-encoded before they are joined (RFC 6749 §2.3.1). */
  record Basic(String clientId, SecretText secret) implements ClientAuthentication {
    @Override
    public List<String> methods() {
      return List.of("client_secret_basic");
    }

    @Override
    public Optional<SecretText> header() {
      var joined = Form.encoded(clientId) + ":" + Form.encoded(secret.reveal());
      var bytes = joined.getBytes(StandardCharsets.US_ASCII);
      return Optional.of(new SecretText("Basic " + Base64.getEncoder().encodeToString(bytes)));
    }

    @Override
    public List<SecretText> secrets() {
      return List.of(secret);
    }
  }

  /** An assertion that the client signs itself, anew for each request (RFC 7523 §2.2). */
  record Signs(AssertionSigner signer, AssertionAudience audience) implements ClientAuthentication {
    @Override
    public List<String> methods() {
      return List.of("private_key_jwt");
    }

    @Override
    public void putInto(Form form, TokenEndpoint endpoint) {
      var signed =
          switch (audience) {
            case AssertionAudience.IssuerIdentifier(var issuer) -> signer.signFor(issuer);
            case AssertionAudience.EndpointAddress() -> signer.signFor(endpoint.uri().toString());
            case AssertionAudience.Unknown() ->
                throw new IllegalStateException("nobody signs for an unknown audience");
          };
      form.with("client_id", signer.clientId())
          .with("client_assertion_type", JWT_BEARER)
          .with("client_assertion", signed.reveal());
    }
  }

  /**
   * An assertion that somebody else signed for the client, such as a cluster for its service
   * account (RFC 7521 §4.2, where the client id is optional).
   */
  record Presents(Optional<String> clientId, SecretText assertion) implements ClientAuthentication {
    @Override
    public List<String> methods() {
      return List.of("private_key_jwt");
    }

    @Override
    public void putInto(Form form, TokenEndpoint endpoint) {
      form.with("client_id", clientId)
          .with("client_assertion_type", JWT_BEARER)
          .with("client_assertion", assertion.reveal());
    }

    @Override
    public List<SecretText> secrets() {
      return List.of(assertion);
    }
  }

  /** The certificate shown in TLS; the id says whose it is (RFC 8705 §2). */
  record ShowsCertificate(String clientId) implements ClientAuthentication {
    @Override
    public List<String> methods() {
      return List.of("tls_client_auth", "self_signed_tls_client_auth");
    }

    @Override
    public void putInto(Form form, TokenEndpoint endpoint) {
      form.with("client_id", clientId);
    }
  }

  /** Not at all. */
  record Nothing() implements ClientAuthentication {
    @Override
    public List<String> methods() {
      return List.of();
    }
  }
}
