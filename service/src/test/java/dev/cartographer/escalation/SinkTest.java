package dev.cartographer.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.http.HttpSender;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** What tests of sinks share: a wire, a clock that stands still, and secrets. */
abstract class SinkTest {
  /** Thirty-two characters, as PagerDuty's routing keys have. */
  static final String KEY = "CANARY00112233445566778899aabbcc";

  static final Installation INSTALLATION = new Installation("cartographer");

  final Vertx vertx = Vertx.vertx();
  final MutableClock clock = new MutableClock(Some.NOON);
  final HttpSender http = new HttpSender(vertx, Optional.empty());
  private final Map<String, String> files = new ConcurrentHashMap<>();
  final SecretResolver secrets = this::secret;
  final Wire wire = new Wire(http, secrets, clock);

  private SecretText secret(SecretRef ref) {
    return ref instanceof SecretRef.FromFile(var name)
        ? new SecretText(files.getOrDefault(name, KEY))
        : new SecretText("");
  }

  SecretRef secretOf(String text) {
    files.put("secret", text);
    return new SecretRef.FromFile("secret");
  }

  static void assertAccepted(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Outcome.Accepted.class);
  }

  static Outcome.Later later(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Outcome.Later.class);
    return (Outcome.Later) sent.outcome();
  }

  static String refused(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) sent.outcome()).why();
  }

  static Receipt receipt(Sent sent) {
    assertThat(sent.outcome()).isInstanceOf(Outcome.Accepted.class);
    return ((Outcome.Accepted) sent.outcome()).receipt();
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
