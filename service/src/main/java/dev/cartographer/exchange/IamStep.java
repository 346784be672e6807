package dev.cartographer.exchange;

import dev.cartographer.fleet.Identity;
import java.time.Duration;
import java.util.Optional;

/** How a region's IAM turns an identity into an access token. */
public sealed interface IamStep {

  Authority authority();

  /** The whole time one request may take, from connecting to the last byte of the answer. */
  Duration timeout();

  /** Who presents a cluster's token; nobody does where clusters ask for themselves. */
  default OwnClient client() {
    return new OwnClient.Nobody();
  }

  /**
   * Why it can't be asked with such an identity, to go on from "the IAM of region …"; empty when it
   * can.
   */
  Optional<String> objection(Identity identity);

  /**
   * OAuth client credentials (RFC 6749 §4.4).
   *
   * @param assertions whom the assertion of a client with a private key is for
   * @param workload what a service account's token must be, that stands in for such an assertion
   */
  record ClientCredentials(
      Authority authority,
      Optional<String> scope,
      AssertionAudience assertions,
      Workload workload,
      Duration timeout)
      implements IamStep {

    /** For clients with a secret alone. */
    public ClientCredentials(Authority authority, Optional<String> scope, Duration timeout) {
      this(
          authority,
          scope,
          new AssertionAudience.Unknown(),
          Workload.forAudience(Optional.empty()),
          timeout);
    }

    @Override
    public Optional<String> objection(Identity identity) {
      return switch (identity) {
        case Identity.Client _, Identity.TokenFile _ -> Optional.empty();
        case Identity.SignedClient _ -> unsigned(assertions);
        case Identity.ServiceAccount _ -> unaddressed(workload);
        case Identity.ApiKey _ -> takes("a client id with a secret or a private key");
      };
    }
  }

  /** IBM Cloud IAM's API key grant. */
  record IbmApiKey(Authority authority, Duration timeout) implements IamStep {
    @Override
    public Optional<String> objection(Identity identity) {
      return switch (identity) {
        case Identity.ApiKey _ -> Optional.empty();
        case Identity.Client _,
            Identity.SignedClient _,
            Identity.ServiceAccount _,
            Identity.TokenFile _ ->
            takes("an API key");
      };
    }
  }

  /**
   * OAuth token exchange at IAM (RFC 8693), the cluster's own token being the subject.
   *
   * @param subjectTokenType what that token is (RFC 8693 §3)
   * @param client who presents it
   */
  record TokenExchange(
      Authority authority,
      String subjectTokenType,
      Optional<String> audience,
      Optional<String> resource,
      Optional<String> scope,
      OwnClient client,
      Workload workload,
      Duration timeout)
      implements IamStep {
    @Override
    public Optional<String> objection(Identity identity) {
      return objectionToNoToken(identity, workload);
    }
  }

  /**
   * The JWT bearer grant (RFC 7523 §2.1), the cluster's own token being the assertion.
   *
   * @param client who presents it
   */
  record JwtBearer(
      Authority authority,
      Optional<String> scope,
      Optional<String> resource,
      OwnClient client,
      Workload workload,
      Duration timeout)
      implements IamStep {
    @Override
    public Optional<String> objection(Identity identity) {
      return objectionToNoToken(identity, workload);
    }
  }

  private static Optional<String> objectionToNoToken(Identity identity, Workload workload) {
    return switch (identity) {
      case Identity.TokenFile _ -> Optional.empty();
      case Identity.ServiceAccount _ -> unaddressed(workload);
      case Identity.Client _, Identity.SignedClient _, Identity.ApiKey _ ->
          takes("a service account or a token file");
    };
  }

  private static Optional<String> unsigned(AssertionAudience assertions) {
    return switch (assertions) {
      case AssertionAudience.IssuerIdentifier _, AssertionAudience.EndpointAddress _ ->
          Optional.empty();
      case AssertionAudience.Unknown() ->
          Optional.of(
              "has no issuer for whom it could sign: set iam.issuer, or iam.assertion-audience to"
                  + " token-endpoint");
    };
  }

  private static Optional<String> unaddressed(Workload workload) {
    return workload.audience().isPresent()
        ? Optional.empty()
        : Optional.of(
            "does not say whom its tokens are for: set iam.workload-audience or iam.issuer");
  }

  private static Optional<String> takes(String what) {
    return Optional.of("takes " + what + ": enrol it with that");
  }
}
