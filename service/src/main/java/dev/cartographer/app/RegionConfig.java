package dev.cartographer.app;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the clusters of a region get their tokens. */
public interface RegionConfig {
  /** The IAM step. */
  Iam iam();

  /** The logging service's step. */
  Service logging();

  /** The metrics service's step. */
  Service metrics();

  /** The dialect of an IAM. */
  enum IamDialect {
    CLIENT_CREDENTIALS,
    IBM_API_KEY,
    TOKEN_EXCHANGE,
    JWT_BEARER
  }

  /** The dialect of a logging or metrics service. */
  enum ServiceDialect {
    TOKEN_EXCHANGE,
    BEARER_POST,
    OPENSEARCH_ON_BEHALF_OF,
    ELASTICSEARCH_API_KEY,
    NONE
  }

  /** The unit of a token answer's expiry. */
  enum ExpiryUnit {
    /** Seconds from now. */
    SECONDS,
    /** Seconds since 1970. */
    EPOCH,
    /** Milliseconds since 1970. */
    EPOCH_MILLIS
  }

  /** Whom client assertions are for. */
  enum AssertionAudience {
    ISSUER,
    TOKEN_ENDPOINT
  }

  /** What a cluster's own token is, for a token exchange (RFC 8693 §3). */
  enum SubjectTokenType {
    JWT,
    ACCESS_TOKEN,
    ID_TOKEN
  }

  /** Where tokens are asked for, and as which client of our own. */
  interface Authority {
    /** Issuer identifier, from whose metadata the endpoints are read. */
    Optional<String> issuer();

    /** Token endpoint: https, or http to the loopback only; with it no metadata is read. */
    Optional<URI> tokenEndpoint();

    /** Our own client there. */
    Optional<String> clientId();

    /** File with that client's secret, relative to the secrets directory. */
    Optional<String> clientSecretFile();

    /** File with that client's private key instead: PKCS #8 in PEM, or a JWK. */
    Optional<String> clientKeyFile();

    /** By which the public key is found. */
    Optional<String> clientKeyId();

    /** RS256, PS256 or ES256. */
    Optional<String> clientKeyAlgorithm();

    /** Where the service is, as a URI (RFC 8693 §2.1). */
    Optional<String> resource();

    /** Scope to ask for. */
    Optional<String> scope();

    /** Audience to ask for, and required of a token that is a JWT. */
    Optional<String> audience();

    /** Longest time for one answer. */
    @WithDefault("5s")
    Duration timeout();
  }

  /** An IAM. */
  interface Iam extends Authority {
    /** How it is asked. */
    IamDialect dialect();

    /** Whom client assertions are for. */
    @WithDefault("issuer")
    AssertionAudience assertionAudience();

    /** What a cluster's own token is. */
    @WithDefault("jwt")
    SubjectTokenType subjectTokenType();

    /** Whom a service account's token is for; the issuer when not set. */
    Optional<String> workloadAudience();

    /** How long a service account's token is to live. */
    @WithDefault("10m")
    Duration workloadLifetime();

    /** File with the certificate that we show in TLS, in PEM. */
    Optional<String> tlsCertificateFile();

    /** File with its key, PKCS #8 in PEM. */
    Optional<String> tlsKeyFile();
  }

  /** A logging or metrics service. */
  interface Service extends Authority {
    /** How it is asked. */
    ServiceDialect dialect();

    /** JSON to post; {@code {cluster}} and {@code {tenant}} are filled in. */
    Optional<String> body();

    /** Member of the answer that holds the token. */
    @WithDefault("access_token")
    String tokenField();

    /** Member of the answer that holds its expiry. */
    @WithDefault("expires_in")
    String expiryField();

    /** Unit of that expiry. */
    @WithDefault("seconds")
    ExpiryUnit expiryUnit();

    /** JSON of what an API key may do; {@code {cluster}} and {@code {tenant}} are filled in. */
    Optional<String> roleDescriptors();

    /** How long a token is to live, where the service is told. */
    Optional<Duration> lifetime();

    /** A call that a new token must pass before it is delivered. */
    Optional<Verify> verify();

    /** What becomes of a token that was replaced. */
    Revocation revocation();

    /** Where agents send to, for clusters whose agents Cartographer configures. */
    Agents agents();
  }

  /** What agents are configured with. Each URL is https, or http to 127.0.0.1. */
  interface Agents {
    /**
     * Where lines go as JSON, one a line, or metrics by Prometheus remote write; of all agents but
     * the OpenTelemetry Collector.
     */
    Optional<URI> endpoint();

    /** Where the OpenTelemetry Collector sends, OTLP over HTTP. */
    Optional<URI> otlpEndpoint();

    /**
     * PEM file with the certificate authorities that agents trust the service by, instead of those
     * of their own machine or image.
     */
    Optional<Path> authoritiesFile();
  }

  /** A harmless call to where agents ship. */
  interface Verify {
    /** Where: https, or http to the loopback only. */
    URI url();

    /** GET, HEAD, POST, PUT or OPTIONS. */
    @WithDefault("GET")
    String method();

    /** Statuses that show the token to be good, with commas between. */
    @WithDefault("200,204")
    String statuses();

    /** Body to send. */
    Optional<String> body();

    /** Type of that body. */
    @WithDefault("application/json")
    String contentType();

    /** Longest time for the answer. */
    @WithDefault("5s")
    Duration timeout();
  }

  /** The end of a replaced token. */
  interface Revocation {
    /** Whether it is revoked. */
    @WithDefault("false")
    boolean enabled();

    /** Where (RFC 7009); what the issuer's metadata says when not set. */
    Optional<URI> endpoint();

    /** How long after a delivery the token before is left alone. */
    @WithDefault("5m")
    Duration grace();
  }
}
