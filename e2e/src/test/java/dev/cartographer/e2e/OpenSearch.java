package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An OpenSearch server whose security plugin takes the realm's tokens for the logging service. The
 * cluster {@link #WRITER} may write logs and do nothing else; {@link #READER} may read them.
 */
final class OpenSearch implements AutoCloseable {
  static final String WRITER = "shop";
  static final String READER = "auditor";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Tethered server;
  private final URI address;
  private final Http http = new Http();

  private OpenSearch(Tethered server, URI address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Starts a server.
   *
   * @param program the shared installation; nothing is written there
   * @param directory of this one server; empty
   * @param key the realm's public key, in PEM
   */
  static OpenSearch start(Path program, Path directory, String key) {
    var port = Tethered.freePort();
    try {
      configure(program, directory, port, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var environment =
        Map.of(
            "OPENSEARCH_PATH_CONF", directory.resolve("config").toString(),
            "OPENSEARCH_JAVA_HOME", program.resolve("jdk").toString());
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--"));
    }
    command.add(program.resolve("bin/opensearch").toString());
    var opensearch =
        new OpenSearch(
            Tethered.start("opensearch", directory, environment, command),
            URI.create("http://127.0.0.1:" + port));
    // Before its security plugin is ready, it answers everybody with 503.
    opensearch.server.ready(
        PATIENCE, () -> opensearch.http.status(opensearch.address, "none").orElse(0) == 401);
    return opensearch;
  }

  private static void configure(Path program, Path directory, int port, String key)
      throws IOException {
    var config = directory.resolve("config");
    var security = Files.createDirectories(config.resolve("opensearch-security"));
    Files.writeString(config.resolve("opensearch.yml"), settings(directory, port));
    Files.writeString(
        config.resolve("jvm.options"),
        """
        -Xms512m
        -Xmx512m
        -XX:+UseSerialGC
        -XX:TieredStopAtLevel=1
        -Djava.io.tmpdir=${OPENSEARCH_TMPDIR}
        -XX:ErrorFile=%s/hs_err_pid%%p.log
        -Djava.util.concurrent.ForkJoinPool.common.threadFactory=\
        org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory
        """
            .formatted(directory));
    Files.writeString(
        config.resolve("log4j2.properties"),
        """
        appender.console.type = Console
        appender.console.name = console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        """);
    transportKey(config);
    var shipped = program.resolve("plugins/opensearch-security/config");
    for (var file : List.of("action_groups", "allowlist", "audit", "nodes_dn", "tenants")) {
      Files.copy(shipped.resolve(file + ".yml"), security.resolve(file + ".yml"));
    }
    security(security, key);
  }

  private static String settings(Path directory, int port) {
    return """
    cluster.name: logging-service
    node.name: logs-1
    discovery.type: single-node
    network.host: 127.0.0.1
    http.port: %1$d
    transport.port: %2$d
    path.data: %3$s/data
    path.logs: %3$s
    cluster.routing.allocation.disk.threshold_enabled: false
    plugins.security.allow_default_init_securityindex: true
    plugins.security.audit.type: noop
    plugins.security.ssl.http.enabled: false
    plugins.security.ssl.transport.keystore_type: PKCS12
    plugins.security.ssl.transport.keystore_filepath: node.p12
    plugins.security.ssl.transport.keystore_password: changeit
    plugins.security.ssl.transport.truststore_type: PKCS12
    plugins.security.ssl.transport.truststore_filepath: trust.p12
    plugins.security.ssl.transport.truststore_password: changeit
    plugins.security.ssl.transport.enforce_hostname_verification: false
    """
        .formatted(port, Tethered.freePort(), directory);
  }

  /** The plugin insists on TLS between nodes, of which there is one. */
  private static void transportKey(Path config) {
    keytool(
        config,
        "-genkeypair",
        "-alias",
        "node",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=logs-1",
        "-validity",
        "30",
        "-keystore",
        "node.p12");
    keytool(config, "-exportcert", "-alias", "node", "-file", "node.crt", "-keystore", "node.p12");
    keytool(
        config,
        "-importcert",
        "-noprompt",
        "-alias",
        "node",
        "-file",
        "node.crt",
        "-keystore",
        "trust.p12");
  }

  private static void keytool(Path directory, String... arguments) {
    try {
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
      command.addAll(List.of(arguments));
      command.addAll(List.of("-storetype", "PKCS12", "-storepass", "changeit"));
      var log = directory.resolve("keytool.log").toFile();
      var status =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("keytool failed, see " + log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while keytool ran", e);
    }
  }

  private static void security(Path config, String key) throws IOException {
    Files.writeString(
        config.resolve("config.yml"),
        """
        _meta: {type: config, config_version: 2}
        config:
          dynamic:
            authc:
              jwt:
                http_enabled: true
                transport_enabled: false
                order: 0
                http_authenticator:
                  type: jwt
                  challenge: false
                  config:
                    signing_key: |-
        %s
                    jwt_header: Authorization
                    required_audience: logging-service
                    subject_key: preferred_username
                authentication_backend: {type: noop}
        """
            .formatted(key.strip().indent(14).stripTrailing()));
    Files.writeString(
        config.resolve("internal_users.yml"), "_meta: {type: internalusers, config_version: 2}\n");
    Files.writeString(
        config.resolve("roles.yml"),
        """
        _meta: {type: roles, config_version: 2}
        log_writer:
          cluster_permissions: ["indices:data/write/bulk"]
          index_permissions:
            - index_patterns: ["logs-*"]
              allowed_actions:
                - "indices:data/write/bulk*"
                - "indices:data/write/index"
                - "indices:admin/create"
                - "indices:admin/mapping/put"
                - "indices:admin/mapping/auto_put"
        log_reader:
          index_permissions:
            - index_patterns: ["logs-*"]
              allowed_actions: ["read", "indices:admin/refresh*"]
        """);
    Files.writeString(
        config.resolve("roles_mapping.yml"),
        """
        _meta: {type: rolesmapping, config_version: 2}
        log_writer: {users: [service-account-%s]}
        log_reader: {users: [service-account-%s]}
        """
            .formatted(WRITER, READER));
  }

  URI at(String path) {
    return address.resolve(path);
  }

  /** How many lines lie in the index, and how many different ones by the field. */
  Lines lines(String index, String field, String reader) {
    http.send("POST", at("/" + index + "/_refresh"), reader, Http.json("{}"));
    var query =
        Http.json(
            """
            {"size": 0, "track_total_hits": true,
             "aggs": {"different": {"cardinality": {"field": "%s", "precision_threshold": 40000}}}}
            """
                .formatted(field));
    var answer = http.send("POST", at("/" + index + "/_search"), reader, query).good();
    return new Lines(
        answer.at("/hits/total/value").asLong(),
        answer.at("/aggregations/different/value").asLong());
  }

  /** Lines that arrived, and how many of them are different. */
  record Lines(long all, long different) {}

  @Override
  public void close() {
    server.close();
  }
}
