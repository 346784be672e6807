package dev.cartographer.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Every setting of the server. Documented in {@code docs/configuration.md}, compared by a test. */
@ConfigMapping(prefix = "cartographer")
public interface CartographerConfig {

  /** Where Cartographer keeps what is its own: database, keys, the API's token. */
  @WithDefault("./data")
  Path data();

  /** Directory that secret references of the form {@code file:} are relative to. */
  Optional<Path> secretsDirectory();

  /** Directory below which clusters with the target {@code files} get theirs. */
  Optional<Path> deliveryDirectory();

  /**
   * PEM file with the certificate authorities that IAM and services are trusted by, instead of the
   * Java platform's.
   */
  Optional<Path> trustFile();

  Http http();

  Management management();

  Database database();

  Rotation rotation();

  Audit audit();

  /** Agents that ask for their tokens, or say that they have taken them up. */
  Pull pull();

  /** Issuers of workloads' tokens whose keys are known here, by a name of the operator's. */
  Map<String, Issuer> issuers();

  /** Carriers on which clusters announce themselves, by the carrier's name. */
  Map<String, Discovery> discovery();

  /** Regions by name: where the clusters of its carriers get their tokens. */
  Map<String, Region> regions();

  /** The API. */
  interface Http {
    /** Address that the API listens on. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port of the API. */
    @WithDefault("8080")
    int port();
  }

  /** Metrics and health, apart from the API. */
  interface Management {
    /** Address of {@code /metrics} and {@code /q/health}. */
    @WithDefault("127.0.0.1")
    String host();

    /** Port of {@code /metrics} and {@code /q/health}. */
    @WithDefault("8081")
    int port();
  }

  /** The database; without a URL an embedded PostgreSQL below the data directory. */
  interface Database {
    /** JDBC URL of an external PostgreSQL. */
    Optional<String> url();

    /** User of the external PostgreSQL. */
    @WithDefault("cartographer")
    String username();

    /** File, relative to the secrets directory, that holds its password. */
    Optional<String> passwordFile();

    /** Most connections held. */
    @WithDefault("12")
    int connections();
  }

  /** How tokens are kept fresh. */
  interface Rotation {
    /**
     * Bindings worked on at once by this process, those that wait for a hanging cluster included.
     * How many of them ask a dependency is learnt from how it answers.
     */
    @WithDefault("4096")
    int concurrency();

    /** Every held token is read back at least this often. */
    @WithDefault("5m")
    Duration sweep();

    /** How long a claim lasts unless extended; what a crash costs a binding at most. */
    @WithDefault("15s")
    Duration lease();

    /** Begin of the renewal window, as a fraction of the token's lifetime. */
    @WithDefault("0.55")
    double renewFrom();

    /** End of the renewal window, as a fraction of the token's lifetime. */
    @WithDefault("0.70")
    double renewUntil();
  }

  /** The audit trail. */
  interface Audit {
    /** How long the trail is kept. */
    @WithDefault("30d")
    Duration retention();
  }

  /** Agents that ask. */
  interface Pull {
    /** The audience that a workload's token must name, and no other beside it. */
    @WithDefault("cartographer")
    String audience();

    /** Most agents served at once by this process, those that wait included. */
    @WithDefault("10000")
    int waiting();

    /** Requests per second that this process answers to the agents of one cluster. */
    @WithDefault("20")
    double rate();
  }

  /** A carrier on which clusters announce themselves. */
  interface Discovery {
    /** The carrier's region. */
    String region();

    /** File, relative to the secrets directory, with the kubeconfig of the carrier. */
    String kubeconfigFile();

    /** The kubeconfig's context; its current one when not given. */
    Optional<String> context();

    /** Whose clusters are announced in a namespace; in no other namespace is anything looked at. */
    Map<String, String> tenants();

    /** Whether the kubeconfigs that Cluster API keeps announce clusters too. */
    @WithDefault("false")
    boolean kubeconfigSecrets();

    /** Namespace in those clusters that tokens are delivered to. */
    @WithDefault("logging")
    String targetNamespace();
  }

  /** An issuer of workloads' tokens. */
  interface Issuer {
    /** Its name as its tokens have it, to the letter. */
    String issuer();

    /** Where its keys are: https, or http to the loopback only. */
    Optional<URI> keysUrl();

    /** File, relative to the secrets directory, that holds its keys. */
    Optional<String> keysFile();

    /** PEM file with the authorities that the keys' URL is trusted by. */
    Optional<Path> trustFile();
  }

  /** Where the clusters of a region get their tokens. */
  interface Region {
    /** The IAM step. */
    Iam iam();

    /** The logging service's step. */
    Service logging();

    /** The metrics service's step. */
    Service metrics();
  }

  /** The dialect of an IAM. */
  enum IamDialect {
    CLIENT_CREDENTIALS,
    IBM_API_KEY
  }

  /** The dialect of a logging or metrics service. */
  enum ServiceDialect {
    TOKEN_EXCHANGE,
    BEARER_POST
  }

  /** The unit of a token answer's expiry. */
  enum ExpiryUnit {
    /** Seconds from now. */
    SECONDS,
    /** Seconds since 1970. */
    EPOCH
  }

  /** An IAM. */
  interface Iam {
    /** How it is asked. */
    IamDialect dialect();

    /** Where: https, or http to the loopback only. */
    URI tokenEndpoint();

    /** Scope to ask for. */
    Optional<String> scope();

    /** Longest time for one answer. */
    @WithDefault("5s")
    Duration timeout();
  }

  /** A logging or metrics service. */
  interface Service {
    /** How it is asked. */
    ServiceDialect dialect();

    /** Where; the IAM's token endpoint when not given. */
    Optional<URI> tokenEndpoint();

    /** Audience asked for, and required of a token that is a JWT. */
    Optional<String> audience();

    /** Scope to ask for, {@code token-exchange} only. */
    Optional<String> scope();

    /** The client that may exchange, {@code token-exchange} only. */
    Optional<String> clientId();

    /** File with that client's secret, relative to the secrets directory. */
    Optional<String> clientSecretFile();

    /**
     * JSON to post, {@code bearer-post} only; {@code {cluster}} and {@code {tenant}} are filled in.
     */
    Optional<String> body();

    /** Member of the answer that holds the token, {@code bearer-post} only. */
    @WithDefault("access_token")
    String tokenField();

    /** Member of the answer that holds its expiry, {@code bearer-post} only. */
    @WithDefault("expires_in")
    String expiryField();

    /** Unit of that expiry. */
    @WithDefault("seconds")
    ExpiryUnit expiryUnit();

    /** Longest time for one answer. */
    @WithDefault("5s")
    Duration timeout();
  }
}
