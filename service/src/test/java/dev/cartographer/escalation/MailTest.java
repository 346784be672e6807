package dev.cartographer.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.exchange.TestCertificate;
import dev.cartographer.testing.SmtpService;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailTest extends SinkTest {
  private static final String PASSWORD = "CANARY pass";

  @TempDir static Path directory;
  private static Path certificate;

  @BeforeAll
  static void makeACertificate() throws Exception {
    certificate = TestCertificate.madeIn(directory);
  }

  private static SSLContext tls() throws GeneralSecurityException, IOException {
    var password = TestCertificate.PASSWORD.toCharArray();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(certificate)) {
      store.load(in, password);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Optional<TrustOptions> trusting() {
    return Optional.of(
        new PfxOptions().setPath(certificate.toString()).setPassword(TestCertificate.PASSWORD));
  }

  private Mail mail(
      SmtpService server, Optional<String> username, Optional<TrustOptions> trusted, String... to) {
    return new Mail(
        new MailServer(server.uri(), username, trusted),
        username.map(_ -> secretOf(PASSWORD)),
        "cartographer@armada.example",
        List.of(to),
        wire,
        vertx);
  }

  private Mail mail(SmtpService server, String... to) {
    return mail(server, Optional.empty(), Optional.empty(), to);
  }

  @Test
  void mailGoesOverTlsToAServerThatKnowsUs() throws Exception {
    try (var server = new SmtpService(Optional.of(tls()), "carto:" + PASSWORD)) {
      var sent =
          mail(server, Optional.of("carto"), trusting(), "ice@armada.example").send(Some.page(1));

      assertAccepted(sent);
      assertThat(server.mails()).hasSize(1);
      assertThat(server.mails().getFirst())
          .contains("Subject: [Incident 42: your turn] IAM token exchange fails on 12 carriers")
          .contains("From: cartographer@armada.example\n")
          .contains("To: ice@armada.example\n")
          .contains("Auto-Submitted: auto-generated\n")
          .contains("IAM token exchange fails on 12 carriers in us-south since 11:58Z.");
      assertThat(sent.toString()).doesNotContain("CANARY");
    }
  }

  @Test
  void aServerThatIsNotTrustedGetsNothing() throws Exception {
    try (var server = new SmtpService(Optional.of(tls()), "carto:" + PASSWORD)) {
      var sink = mail(server, Optional.of("carto"), Optional.empty(), "ice@armada.example");

      assertThat(later(sink.send(Some.page(1))).why()).startsWith("no mail server: ");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aWrongPasswordIsRefusedForGoodAndNotShown() throws Exception {
    try (var server = new SmtpService(Optional.of(tls()), "carto:another")) {
      var sent =
          mail(server, Optional.of("carto"), trusting(), "ice@armada.example").send(Some.page(1));

      assertThat(refused(sent)).contains("535");
      assertThat(sent.toString()).doesNotContain("CANARY");
    }
  }

  @Test
  void whatIsSaidAgainHasTheSameIdAndNewsAnswerTheFirstMail() {
    try (var server = new SmtpService(Optional.empty(), "")) {
      var sink = mail(server, "ice@armada.example");
      var first = receipt(sink.send(Some.news(Occasion.DECIDED, 1)));
      sink.send(Some.news(Occasion.DECIDED, 2));
      sink.send(Some.after(Some.page(1), first));

      var id = first.value("message-id").orElseThrow();
      assertThat(server.mails().get(0)).contains("Message-ID: " + id);
      assertThat(server.mails().get(1)).contains("Message-ID: " + id);
      assertThat(server.mails().get(2)).contains("In-Reply-To: " + id);
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAgainAndOneThatRefusesIsNot() {
    try (var server = new SmtpService(Optional.empty(), "")) {
      server.refuseNext("451 4.3.0 Try again later");
      server.refuseNext("554 5.7.1 Sender refused");
      var sink = mail(server, "ice@armada.example");

      assertThat(later(sink.send(Some.page(1))).why()).contains("451");
      assertThat(refused(sink.send(Some.page(1)))).contains("554");
      assertAccepted(sink.send(Some.page(1)));
    }
  }

  @Test
  void oneUnknownAddressDoesNotKeepTheMailFromTheOthers() {
    try (var server = new SmtpService(Optional.empty(), "")) {
      assertAccepted(
          mail(server, "gone@elsewhere.example", "ice@armada.example").send(Some.page(1)));
      assertThat(later(mail(server, "gone@elsewhere.example").send(Some.page(1))).why())
          .contains("no recipient addresses were accepted");
    }
  }

  @Test
  void aServerThatHangsUpAfterwardsIsAskedAgain() {
    try (var server = new SmtpService(Optional.empty(), "")) {
      server.hangUpAfterwards();

      later(mail(server, "ice@armada.example").send(Some.page(1)));

      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void onlyThisMachineMayDoWithoutTls() {
    var elsewhere =
        new MailServer(URI.create("smtp://mail.example:25"), Optional.empty(), Optional.empty());
    var implicit =
        new MailServer(URI.create("smtps://mail.example"), Optional.empty(), Optional.empty());

    assertThat(elsewhere.config("").getStarttls()).hasToString("REQUIRED");
    assertThat(elsewhere.config("").getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(implicit.config("").isSsl()).isTrue();
    assertThat(implicit.config("").getPort()).isEqualTo(465);
  }

  @Test
  void shadowOpensNoSocket() {
    try (var server = new SmtpService(Optional.empty(), "")) {
      var sink = mail(server, "ice@armada.example");
      var shadow = sink.shadow(Some.page(1));
      assertThat(server.mails()).isEmpty();

      assertThat(sink.send(Some.page(1)).request()).isEqualTo(shadow.request());
    }
  }
}
