package dev.cartographer.e2e;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * HAProxy before a service that knows no tokens: it lets through what carries a token of the realm
 * for that service which has not ended, and answers everybody else with 401 or 403.
 */
final class BearerGate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Tethered server;
  private final URI address;

  private BearerGate(Tethered server, URI address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Starts it.
   *
   * @param key the realm's public key, in PEM
   */
  static BearerGate start(Path program, Path directory, String key, String audience, URI service) {
    var port = Tethered.freePort();
    try {
      var keyFile = Files.writeString(directory.resolve("key.pem"), key);
      Files.writeString(
          directory.resolve("haproxy.cfg"),
          // The algorithm must be a literal: from a variable, jwt_verify answers -5.
          """
          global
            log stdout format raw daemon
          defaults
            mode http
            timeout connect 5s
            timeout client 60s
            timeout server 60s
            log global
            log-format "%%ST %%HM %%HP"
          frontend gate
            bind 127.0.0.1:%d
            http-request set-var(txn.bearer) http_auth_bearer
            http-request set-var(txn.ends) var(txn.bearer),jwt_payload_query('$.exp','int')
            http-request set-var(txn.audience) var(txn.bearer),jwt_payload_query('$.aud')
            http-request set-var(txn.now) date()
            http-request deny deny_status 401 unless { var(txn.bearer),jwt_verify("RS256","%s") 1 }
            http-request deny deny_status 401 unless { var(txn.ends),sub(txn.now) -m int gt 0 }
            http-request deny deny_status 403 unless { var(txn.audience) -m str %s }
            default_backend service
          backend service
            server service %s
          """
              .formatted(port, keyFile, audience, service.getRawAuthority()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = List.of(program.toString(), "-db", "-f", "haproxy.cfg");
    var gate =
        new BearerGate(
            Tethered.start("haproxy", directory, Map.of(), command),
            URI.create("http://127.0.0.1:" + port));
    var http = new Http();
    gate.server.ready(PATIENCE, () -> http.status(gate.address, "").orElse(0) == 401);
    return gate;
  }

  /** The key that the realm signs with, in PEM. */
  static String pem(Keycloak keycloak, Realm realm) {
    try {
      for (var key : JWKSet.parse(keycloak.keys(realm).toString()).getKeys()) {
        if (KeyUse.SIGNATURE.equals(key.getKeyUse())) {
          var der = key.toRSAKey().toPublicKey().getEncoded();
          var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
          return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
        }
      }
    } catch (ParseException | JOSEException e) {
      throw new AssertionError("the realm's keys can't be read", e);
    }
    throw new AssertionError("the realm has no key for signatures");
  }

  URI address() {
    return address;
  }

  /**
   * The statuses of all requests so far whose path begins so.
   *
   * @param path without the query
   */
  List<Integer> statuses(String path) {
    return server
        .log()
        .lines()
        .filter(line -> line.matches("[0-9]{3} [A-Z]+ " + path + ".*"))
        .map(line -> Integer.parseInt(line.substring(0, 3)))
        .toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
