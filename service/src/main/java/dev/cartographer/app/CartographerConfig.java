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

  Log log();

  Http http();

  Management management();

  Database database();

  Rotation rotation();

  Audit audit();

  Probes probes();

  Runbook runbook();

  EscalationConfig escalation();

  EvidenceConfig evidence();

  /** Agents that ask for their tokens, or say that they have taken them up. */
  Pull pull();

  /** Issuers of workloads' tokens whose keys are known here, by a name of the operator's. */
  Map<String, Issuer> issuers();

  /** Regions by name: where the clusters of its carriers get their tokens. */
  Map<String, RegionConfig> regions();

  /** What the server tells on its standard output. Read by the framework, which writes the log. */
  interface Log {
    /** Whether each line is one JSON object. */
    @WithDefault("false")
    boolean json();
  }

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
    @WithDefault("0.40")
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

  /** The runbook's site. */
  interface Runbook {
    /** Directory with its data: {@code teams.yml}, {@code monitoring.yml}. */
    Optional<Path> data();
  }

  /** Synthetic exchanges: one at a time for each carrier, counted apart and delivered to nobody. */
  interface Probes {
    /** Between two of the same carrier. */
    @WithDefault("1m")
    Duration interval();

    /** By region, the identity they are made with; a region without one has none. */
    Map<String, Canary> canaries();
  }

  /** An identity that IAM and both services know like a customer's, and that no cluster has. */
  interface Canary {
    /** OAuth client id; without it, the secret is an API key. */
    Optional<String> clientId();

    /** File with its secret, relative to the secrets directory. */
    String secretFile();

    /** What {@code {cluster}} is filled with. */
    @WithDefault("canary")
    String cluster();

    /** What {@code {tenant}} is filled with. */
    @WithDefault("canary")
    String tenant();
  }
}
