package dev.cartographer.exchange;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.exchange.IamStep.ClientCredentials;
import dev.cartographer.exchange.ServiceStep.BearerPost;
import dev.cartographer.exchange.ServiceStep.ExpiryUnit;
import dev.cartographer.exchange.ServiceStep.TokenExchange;
import dev.cartographer.exchange.TokenServer.Received;
import dev.cartographer.exchange.TokenServer.Reply;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;
import dev.cartographer.limit.Gates;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretRef.FromEnvironment;
import dev.cartographer.secret.SecretRef.FromFile;
import dev.cartographer.secret.SecretRef.Inline;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two tenants that share whatever can be shared (client id, endpoints, carrier, cluster number) are
 * rotated at once, against servers that stamp into each token who asked for it, and that fail now
 * and then.
 */
class TenantsApartTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final int ROUNDS = 100;

  private final MutableClock clock = new MutableClock(NOON);
  private final AtomicInteger asked = new AtomicInteger();
  private final TokenServer iam = new TokenServer(stamped(this::credentials, 60));
  private final TokenServer logging = new TokenServer(stamped(this::subjectToken, 3600));
  private final TokenServer metrics = new TokenServer(stamped(this::bearer, 3600));
  private final OutboundHttp http = new OutboundHttp(VERTX, clock);

  @AfterEach
  void stop() {
    iam.close();
    logging.close();
    metrics.close();
    http.close();
  }

  @AfterAll
  static void end() throws Exception {
    VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void noTenantEverGetsATokenThatAnotherAskedFor() throws Exception {
    var exchange =
        new RegionExchange(
            List.of(region()),
            this::text,
            (account, _, _) -> new SecretText(account.name()),
            http,
            new Gates(clock, (_, _) -> {}),
            clock,
            new Random(1));
    var rounds =
        Stream.of("acme", "globex")
            .flatMap(tenant ->
                IntStream.range(0, 16).mapToObj(thread -> rounds(exchange, tenant, thread)))
            .toList();

    var stamps = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(rounds)) {
        stamps.addAll(done.get());
      }
    }

    assertThat(stamps).hasSizeGreaterThan(32 * ROUNDS / 2).containsOnly("own");
    assertThat(iam.received().size()).isBetween(20, 32 * ROUNDS / 2);
  }

  /** Exchanges again and again and tells of each token whether its stamp is the asker's own. */
  private Callable<List<String>> rounds(Exchange exchange, String tenant, int thread) {
    return () -> {
      var stamps = new ArrayList<String>();
      for (int round = 0; round < ROUNDS; round++) {
        var secret = tenant + "-secret-" + (thread + round) % 3;
        var signal = (thread + round) % 2 == 0 ? Signal.LOGS : Signal.METRICS;
        clock.advance(ofMillis(50));
        if (exchange.tokenFor(binding(tenant, secret, signal))
            instanceof Exchanged.Issued(var token, _)) {
          stamps.add(stampOf(token.text()).equals("agent:" + secret) ? "own" : "foreign");
        }
      }
      return stamps;
    };
  }

  private Function<Received, Reply> stamped(Function<Received, String> who, int seconds) {
    return received -> {
      if (asked.incrementAndGet() % 17 == 0) {
        return Reply.json(503, "{\"error\":\"temporarily_unavailable\"}");
      }
      return Reply.json(
          200,
          """
          {"access_token":"%s","token_type":"Bearer","expires_in":%d,
           "issued_token_type":"urn:ietf:params:oauth:token-type:access_token"}
          """
              .formatted(who.apply(received), seconds));
    };
  }

  private String credentials(Received received) {
    return received.header("Authorization").substring("Basic ".length());
  }

  private String subjectToken(Received received) {
    return String.valueOf(received.form().get("subject_token"));
  }

  private String bearer(Received received) {
    return received.header("Authorization").substring("Bearer ".length());
  }

  private static String stampOf(SecretText token) {
    return new String(Base64.getDecoder().decode(token.reveal()), StandardCharsets.US_ASCII);
  }

  private SecretText text(SecretRef ref) {
    return switch (ref) {
      case Inline(var text) -> text;
      case FromFile(var name) -> new SecretText(name);
      case FromEnvironment(var name) -> new SecretText(name);
      case SecretRef.Sealed(var base64, var _) -> new SecretText(base64);
    };
  }

  private Region region() {
    return new Region(
        new Name("us-south"),
        new ClientCredentials(iam.endpoint(), Optional.empty(), ofSeconds(20)),
        new TokenExchange(
            logging.endpoint(),
            "logging-service",
            Optional.empty(),
            "cartographer",
            new FromFile("cartographer-client"),
            ofSeconds(20)),
        new BearerPost(
            metrics.endpoint(),
            Optional.empty(),
            "access_token",
            "expires_in",
            ExpiryUnit.SECONDS,
            Optional.empty(),
            ofSeconds(20)));
  }

  private static Binding binding(String tenant, String secret, Signal signal) {
    var carrier = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));
    var identity = new Identity.Client("agent", new Inline(new SecretText(secret)));
    var cluster =
        new Cluster(
            1, new Name("shop"), new Name(tenant), carrier, identity, new Target.Files(), 1);
    return new Binding(cluster, signal);
  }
}
