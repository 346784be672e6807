package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Signal;
import dev.cartographer.sandbox.Caller.Answer;
import dev.cartographer.sandbox.Ledger.Totals;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxServiceTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Caller caller = new Caller();
  private final JwtIssuer iam = new JwtIssuer("https://iam.sandbox.invalid", clock);
  private final SandboxService logging =
      SandboxService.start(Signal.LOGS, iam.trusted(), Duration.ofSeconds(30), clock);

  @AfterEach
  void end() {
    caller.close();
    logging.close();
  }

  @Test
  void itGivesItsTokenToWhoeverShowsOneOfIam() throws Exception {
    var answer = ask(iam("acme", "cartographer"), "{\"cluster\":\"acme\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().path("expires_in").asInt()).isEqualTo(30);
    assertThat(ship(answer.text("token"), Caller.lines("acme", List.of(1))).status())
        .isEqualTo(200);
  }

  @Test
  void theBodyMayBeLeftOut() throws Exception {
    assertThat(ask(iam("acme", "cartographer"), "").status()).isEqualTo(200);
  }

  @Test
  void itGivesNoTokenToAnybodyElse() throws Exception {
    var expired = iam("acme", "cartographer");
    clock.advance(Duration.ofSeconds(60));

    assertThat(ask("", "").status()).isEqualTo(401);
    assertThat(ask("", "").header("WWW-Authenticate")).isEqualTo("Bearer");
    assertInvalid(ask(expired, ""));
    assertInvalid(ask(iam("acme", "logging-service"), ""));
    assertInvalid(ask(forged("acme", "cartographer"), ""));
    assertThat(ask(iam("acme", "cartographer"), "{\"cluster\":\"globex\"}").status())
        .isEqualTo(403);
    assertThat(ask(iam("acme", "cartographer"), "{").status()).isEqualTo(400);
  }

  @Test
  void itTakesLinesWithATokenThatIamExchanged() throws Exception {
    var token = iam("acme", "logging-service");

    var answer = ship(token, Caller.lines("acme", List.of(1, 2)));

    assertThat(answer.body()).isEqualTo("{\"accepted\":2}");
    assertThat(logging.ledger().totals()).isEqualTo(new Totals(1, 2, 0, 0, 0));
    assertThat(logging.ledger().lastWriter("acme")).contains(Fingerprint.of(new SecretText(token)));
    assertThat(logging.ledger().lastWriter("globex")).isEmpty();
  }

  @Test
  void itTakesNothingWithAnyOtherToken() throws Exception {
    var expired = iam("acme", "logging-service");
    clock.advance(Duration.ofSeconds(60));
    var lines = Caller.lines("acme", List.of(1));

    assertThat(ship("", lines).status()).isEqualTo(401);
    assertInvalid(ship(expired, lines));
    assertInvalid(ship(iam("acme", "metrics-service"), lines));
    assertInvalid(ship(iam("acme", "cartographer"), lines));
    assertInvalid(ship(forged("acme", "logging-service"), lines));
    assertThat(ship(iam("globex", "logging-service"), lines).status()).isEqualTo(403);
    assertThat(logging.ledger().totals()).isEqualTo(new Totals(0, 0, 0, 6, 0));
  }

  @Test
  void itCountsGapsAndDuplicatesExactly() throws Exception {
    var acme = iam("acme", "logging-service");
    var globex = iam("globex", "logging-service");

    ship(acme, Caller.lines("acme", List.of(1, 2, 5)));
    ship(acme, Caller.lines("acme", List.of(5, 6, 2)));
    ship(globex, Caller.lines("globex", List.of(2)));

    assertThat(logging.ledger().totals()).isEqualTo(new Totals(3, 5, 2, 0, 3));
    assertThat(logging.ledger().missing("acme", 8)).isEqualTo(4);
    ship(acme, Caller.lines("acme", List.of(3, 4, 7, 8)));
    assertThat(logging.ledger().missing("acme", 8)).isZero();
    assertThat(logging.ledger().missing("nobody", 3)).isEqualTo(3);
  }

  @Test
  void aWriteThatIsNotWellFormedIsTakenNotEvenInPart() throws Exception {
    var token = iam("acme", "logging-service");
    var good = Caller.lines("acme", List.of(1));

    var broken = ship(token, good + "\n{");
    var noSequence = ship(token, good + "\n{\"cluster\":\"acme\",\"line\":\"x\"}");
    var sample = ship(token, "{\"cluster\":\"acme\",\"sequence\":1,\"metric\":\"m\",\"value\":1}");
    var empty = ship(token, "");

    assertThat(List.of(broken, noSequence, sample, empty))
        .extracting(Answer::status)
        .containsOnly(400);
    assertThat(logging.ledger().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0));
  }

  private static void assertInvalid(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("invalid_token");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
  }

  private String iam(String subject, String audience) {
    return iam.issue(subject, audience, Duration.ofSeconds(60), claims -> claims);
  }

  /** By somebody who calls itself IAM. */
  private String forged(String subject, String audience) {
    var other = new JwtIssuer("https://iam.sandbox.invalid", clock);
    return other.issue(subject, audience, Duration.ofSeconds(60), claims -> claims);
  }

  private Answer ask(String token, String body) throws Exception {
    return caller.post(logging.tokenEndpoint(), bearer(token), "application/json", body);
  }

  private Answer ship(String token, String body) throws Exception {
    return caller.post(logging.ingestEndpoint(), bearer(token), "application/x-ndjson", body);
  }

  private static String bearer(String token) {
    return token.isEmpty() ? "" : "Bearer " + token;
  }
}
