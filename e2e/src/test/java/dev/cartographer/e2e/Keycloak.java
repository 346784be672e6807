package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A Keycloak server on the loopback, with a file database of its own that a restart finds again.
 */
final class Keycloak implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Map<String, String> ADMIN =
      Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");

  private final Path program;
  private final Path home;
  private final List<Realm> realms;
  private final List<String> options;
  private final int port = Tethered.freePort();
  private final Http http = new Http();
  private Tethered server;

  private Keycloak(Path program, Path home, List<Realm> realms, List<String> options) {
    this.program = program;
    this.home = home;
    this.realms = realms;
    this.options = options;
    this.server = run();
  }

  /**
   * Starts a server.
   *
   * @param program the shared installation; nothing is written there
   * @param home of this one server; empty
   * @param options of the program, beside those that every test has
   */
  static Keycloak start(Path program, Path home, List<Realm> realms, String... options) {
    try {
      for (var shared : List.of("bin", "conf", "lib", "providers", "themes", "version.txt")) {
        Files.createSymbolicLink(home.resolve(shared), program.resolve(shared));
      }
      var imported = Files.createDirectories(home.resolve("data/import"));
      for (var realm : realms) {
        Files.writeString(imported.resolve(realm.name() + "-realm.json"), realm.json().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var keycloak = new Keycloak(program, home, realms, List.of(options));
    keycloak.awaitReady();
    return keycloak;
  }

  /** What {@code bin/kc.sh} would run, which would resolve the links and write to the original. */
  private Tethered run() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    for (var opened : List.of("java.util", "java.util.concurrent", "java.security")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.add(
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    command.add("-Dpicocli.disable.closures=true");
    command.add("-Dkc.home.dir=" + home);
    command.add("-Djboss.server.config.dir=" + home.resolve("conf"));
    command.addAll(List.of("-cp", program.resolve("lib/quarkus-run.jar").toString()));
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    command.addAll(List.of("start", "--optimized", "--import-realm", "--cache=local"));
    command.addAll(List.of("--http-enabled=true", "--http-host=127.0.0.1", "--http-port=" + port));
    command.add("--hostname-strict=false");
    command.addAll(options);
    return Tethered.start("keycloak", home, ADMIN, command);
  }

  private void awaitReady() {
    server.ready(
        PATIENCE, () -> realms.stream().allMatch(r -> http.status(jwks(r), "").orElse(0) == 200));
  }

  /** Ends the server; whoever asks it finds nobody at its port. */
  void stop() {
    server.close();
  }

  /** Starts it again on the same port, with the same realms and keys. */
  void startAgain() {
    server = run();
    awaitReady();
  }

  URI issuer(Realm realm) {
    return at("/realms/" + realm.name());
  }

  /** Whether the realm still takes a token (RFC 7662). */
  boolean active(Realm realm, String token) {
    var answer =
        http.postForm(
            URI.create(tokenEndpoint(realm) + "/introspect"),
            Map.of(
                "client_id",
                Realm.EXCHANGER,
                "client_secret",
                realm.secretOf(Realm.EXCHANGER),
                "token",
                token));
    return answer.good().path("active").asBoolean();
  }

  URI tokenEndpoint(Realm realm) {
    return at("/realms/" + realm.name() + "/protocol/openid-connect/token");
  }

  URI jwks(Realm realm) {
    return at("/realms/" + realm.name() + "/protocol/openid-connect/certs");
  }

  /** A token of the client's own, by its id and secret. */
  Http.Answer clientCredentials(Realm realm, String client) {
    return http.postForm(
        tokenEndpoint(realm),
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            client,
            "client_secret",
            realm.secretOf(client)));
  }

  /** Exchanges a client's token for one of a service (RFC 8693). */
  Http.Answer exchange(Realm realm, String subjectToken, String scope, String audience) {
    return http.postForm(
        tokenEndpoint(realm),
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "client_id",
            Realm.EXCHANGER,
            "client_secret",
            realm.secretOf(Realm.EXCHANGER),
            "subject_token",
            subjectToken,
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token",
            "scope",
            scope,
            "audience",
            audience));
  }

  /** Enables or disables a client, as the owner of the realm would. */
  void enable(Realm realm, String client, boolean enabled) {
    var admin = adminToken();
    var clients = at("/admin/realms/" + realm.name() + "/clients");
    var found = http.get(URI.create(clients + "?clientId=" + client), admin).good().get(0);
    var changed = ((ObjectNode) found).put("enabled", enabled);
    http.send("PUT", URI.create(clients + "/" + id(found)), admin, changed).good();
  }

  /** The subject of the tokens that the client gets in its own name. */
  String subjectOf(Realm realm, String client) {
    var admin = adminToken();
    var clients = at("/admin/realms/" + realm.name() + "/clients");
    var found = http.get(URI.create(clients + "?clientId=" + client), admin).good().get(0);
    var account = URI.create(clients + "/" + id(found) + "/service-account-user");
    return id(http.get(account, admin).good());
  }

  JsonNode keys(Realm realm) {
    return http.get(jwks(realm), "").good();
  }

  private static String id(JsonNode node) {
    return node.path("id").asText();
  }

  private String adminToken() {
    var form =
        Map.of(
            "grant_type", "password",
            "client_id", "admin-cli",
            "username", "admin",
            "password", "admin");
    var answer = http.postForm(at("/realms/master/protocol/openid-connect/token"), form);
    return answer.good().path("access_token").asText();
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    server.close();
  }
}
