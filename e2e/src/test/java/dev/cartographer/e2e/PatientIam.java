package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An IAM and both services behind it. Every replica has addresses of its own here, so that each
 * token tells in its claim {@code replica} who asked for it and in {@code cluster} for whom, and
 * one replica alone can be kept waiting for the services' answers.
 */
final class PatientIam implements AutoCloseable {
  private static final byte[] KEY = "a key of this test run, 32 bytes".getBytes(UTF_8);

  private final Duration lifetime;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, CountDownLatch> kept = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> waiting = new ConcurrentHashMap<>();

  /** A server that answers at once; its tokens live this long. */
  PatientIam(Duration lifetime) {
    this.lifetime = lifetime;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** What the replica's configuration says of its region. */
  String region(String replica) {
    return """
      regions:
        local:
          iam: {dialect: client-credentials, token-endpoint: '%1$s/iam', timeout: 60s}
          logging: {dialect: bearer-post, token-endpoint: '%1$s/logs', body: '{"cluster":"{cluster}"}', timeout: 60s}
          metrics: {dialect: bearer-post, token-endpoint: '%1$s/metrics', body: '{"cluster":"{cluster}"}', timeout: 60s}
    """
        .formatted("http://127.0.0.1:" + server.getAddress().getPort() + "/" + replica);
  }

  /** From now on the services' answers for this replica are made and kept back. */
  void keepWaiting(String replica) {
    waiting.put(replica, ConcurrentHashMap.newKeySet());
    kept.put(replica, new CountDownLatch(1));
  }

  /** The places whose tokens the replica has been waiting for since {@link #keepWaiting}. */
  Set<String> waiting(String replica) {
    return Set.copyOf(waiting.getOrDefault(replica, Set.of()));
  }

  /** Sends what was kept back. */
  void answerAgain(String replica) {
    var latch = kept.remove(replica);
    if (latch != null) {
      latch.countDown();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var asked = exchange.getRequestURI().getPath().split("/", 3);
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      var cluster = Http.json(body).path("cluster").asText();
      var answer = asked[2].equals("iam") ? iamToken() : serviceToken(asked[1], cluster);
      var latch = kept.get(asked[1]);
      if (latch != null && !asked[2].equals("iam")) {
        var places = waiting.computeIfAbsent(asked[1], _ -> ConcurrentHashMap.newKeySet());
        places.add(cluster + "/cartographer-" + asked[2]);
        latch.await();
      }
      var bytes = answer.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String iamToken() {
    return json(UUID.randomUUID().toString());
  }

  private String serviceToken(String replica, String cluster) {
    var claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .claim("replica", replica)
            .claim("cluster", cluster)
            .expirationTime(Date.from(Instant.now().plus(lifetime)))
            .build();
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      jwt.sign(new MACSigner(KEY));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return json(jwt.serialize());
  }

  private String json(String token) {
    return Http.JSON
        .createObjectNode()
        .put("access_token", token)
        .put("token_type", "Bearer")
        .put("expires_in", lifetime.toSeconds())
        .toString();
  }

  @Override
  public void close() {
    Set.copyOf(kept.keySet()).forEach(this::answerAgain);
    server.stop(0);
    threads.shutdownNow();
  }
}
