package dev.cartographer.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.evidence.Pages.Reply;
import dev.cartographer.evidence.Unfetched.Cause;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.ServerCertificate;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
  private final Pages pages = new Pages();

  @AfterEach
  void close() {
    pages.close();
  }

  private Fetched get(String path) {
    return pages.fetch.get(pages.address(path), Optional.empty(), pages.deadline());
  }

  @Test
  void aPageIsFetchedWithItsToken() {
    pages.answers("/a", Reply.json("{\"up\":true}"));

    var fetched =
        pages.fetch.get(
            pages.address("/a?x=1"), Optional.of(new SecretText("sesame")), pages.deadline());

    assertThat(fetched.status()).isEqualTo(200);
    assertThat(fetched.json().path("up").asBoolean()).isTrue();
    assertThat(fetched.at()).isEqualTo(Pages.NOON);
    assertThat(pages.asked()).containsExactly("GET /a?x=1 Bearer sesame");
  }

  @Test
  void noRedirectIsFollowed() {
    pages.answers("/a", new Reply(302, Map.of("Location", pages.address("/b").toString()), ""));
    pages.answers("/b", Reply.json("{}"));

    assertThat(get("/a").status()).isEqualTo(302);
    assertThatThrownBy(() -> get("/a").json()).hasMessage("answered with status 302");
    assertThat(pages.asked()).noneMatch(a -> a.contains("/b"));
  }

  @Test
  void anEndlessAnswerIsCutOff() {
    pages.answers("/a", Reply.json("x".repeat(1024 * 1024)));
    pages.answers("/b", Reply.json("x".repeat(1024 * 1024 + 1)));

    assertThat(get("/a").body()).hasSize(1024 * 1024);
    assertThatThrownBy(() -> get("/b"))
        .isInstanceOfSatisfying(
            Unfetched.class, e -> assertThat(e.cause()).isEqualTo(Cause.NEITHER))
        .hasMessage("answered with more than 1024 KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":"})
  void whatIsNotJsonIsNotUnderstood(String body) {
    pages.answers("/a", Reply.json(body));

    assertThatThrownBy(() -> get("/a").json())
        .isInstanceOf(Unfetched.class)
        .hasMessage("answered with text that is not JSON, or has a member twice");
  }

  @Test
  void privateAddressesAreAskedOnlyWhereTheyAreAllowed() {
    pages.answers("/a", Reply.json("{}"));
    try (var strict = pages.fetch(List.of(), Fetch.Names.SYSTEM)) {
      assertThatThrownBy(() -> strict.get(pages.address("/a"), Optional.empty(), pages.deadline()))
          .isInstanceOfSatisfying(
              Unfetched.class, e -> assertThat(e.cause()).isEqualTo(Cause.NEITHER))
          .hasMessageStartingWith("was not asked: 127.0.0.1 is a private address");
    }
    assertThat(pages.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "100.100.100.200", "fd00:ec2::254"})
  void aNameThatLeadsToAMetadataServiceIsNotAskedWhateverIsAllowed(String literal)
      throws UnknownHostException {
    var metadata = InetAddress.getByName(literal);
    var all = List.of(Network.of("0.0.0.0/0"), Network.of("::/0"));
    try (var fetch = pages.fetch(all, _ -> List.of(metadata))) {
      assertThatThrownBy(() ->
              fetch.get(
                  WebAddress.of("https://status.example/"), Optional.empty(), pages.deadline()))
          .hasMessageContaining("which is never asked");
    }
  }

  @Test
  void aNameWithOneBadAddressAmongGoodOnesIsNotAsked() throws UnknownHostException {
    var mixed = List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1"));
    try (var fetch = pages.fetch(List.of(), _ -> mixed)) {
      assertThatThrownBy(() ->
              fetch.get(
                  WebAddress.of("https://status.example/"), Optional.empty(), pages.deadline()))
          .hasMessageStartingWith("was not asked: 10.0.0.1 is a private address");
    }
  }

  @Test
  void theAddressThatWasCheckedIsTheOneThatIsAsked() throws UnknownHostException {
    pages.answers("/a", Reply.json("{}"));
    var flipping = new ArrayDeque<List<InetAddress>>();
    flipping.add(List.of(InetAddress.getLoopbackAddress()));
    flipping.add(List.of(InetAddress.getByName("169.254.169.254")));
    var address = WebAddress.of("http://localhost:" + pages.port() + "/a");
    try (var fetch = pages.fetch(List.of(Network.of("127.0.0.0/8")), _ -> flipping.removeFirst())) {
      assertThat(fetch.get(address, Optional.empty(), pages.deadline()).status()).isEqualTo(200);
      assertThat(flipping).hasSize(1);
      assertThatThrownBy(() -> fetch.get(address, Optional.empty(), pages.deadline()))
          .hasMessageStartingWith("was not asked: 169.254.169.254");
    }
    assertThat(pages.asked()).hasSize(1);
  }

  @Test
  void theCertificateMustBeThatOfTheNameAndNotOfTheAddress(@TempDir Path directory)
      throws Exception {
    var loopback = List.of(InetAddress.getLoopbackAddress());
    var store = ServerCertificate.madeIn(directory, "status.example").toString();
    var keys = new PfxOptions().setPath(store).setPassword(ServerCertificate.PASSWORD);
    var server =
        pages
            .vertx
            .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
            .requestHandler(
                request -> request.response().end(String.valueOf(request.getHeader("Host"))))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var rules = new AddressRules(List.of(Network.of("127.0.0.0/8")));
    try (var fetch = new Fetch(pages.vertx, pages.clock, rules, _ -> loopback, Optional.of(keys))) {
      var right = WebAddress.of("https://status.example:" + server.actualPort() + "/");
      var wrong = WebAddress.of("https://other.example:" + server.actualPort() + "/");

      assertThat(fetch.get(right, Optional.empty(), pages.deadline()).body())
          .isEqualTo("status.example:" + server.actualPort());
      assertThatThrownBy(() -> fetch.get(wrong, Optional.empty(), pages.deadline()))
          .hasMessage("failed the TLS handshake");
    }
  }

  @Test
  void theNextAddressIsTriedWhenOneTakesNoConnection() throws UnknownHostException {
    pages.answers("/a", Reply.json("{}"));
    var two = List.of(InetAddress.getByName("127.0.0.99"), InetAddress.getLoopbackAddress());
    var address = WebAddress.of("http://localhost:" + pages.port() + "/a");
    try (var fetch = pages.fetch(List.of(Network.of("127.0.0.0/8")), _ -> two)) {
      assertThat(fetch.get(address, Optional.empty(), pages.deadline()).status()).isEqualTo(200);
    }
  }

  @Test
  void aNameThatDoesNotResolveSaysNothingOfItsServer() {
    try (var fetch =
        pages.fetch(
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertThatThrownBy(() ->
              fetch.get(
                  WebAddress.of("https://status.example/"), Optional.empty(), pages.deadline()))
          .isInstanceOfSatisfying(
              Unfetched.class, e -> assertThat(e.cause()).isEqualTo(Cause.NAME));
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpAtTheDeadline() throws IOException {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var address = WebAddress.of("http://127.0.0.1:" + silent.getLocalPort() + "/");
      var soon = Pages.NOON.plus(Duration.ofMillis(150));

      assertThatThrownBy(() -> pages.fetch.get(address, Optional.empty(), soon))
          .isInstanceOfSatisfying(Unfetched.class, e -> assertThat(e.cause()).isEqualTo(Cause.DOWN))
          .hasMessage("did not answer within 150 ms");
      assertThatThrownBy(() -> pages.fetch.get(address, Optional.empty(), Pages.NOON))
          .hasMessage("was not asked, for there was no time left");
    }
  }

  @Test
  void aServerThatRefusesOrTalksNonsenseIsDown() throws IOException {
    int nobody;
    try (var closed = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    try (var talking = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> say(talking, "SSH-2.0-OpenSSH_9.2\r\n"));
      for (var port : List.of(nobody, talking.getLocalPort())) {
        var address = WebAddress.of("http://127.0.0.1:" + port + "/");

        assertThatThrownBy(() -> pages.fetch.get(address, Optional.empty(), pages.deadline()))
            .isInstanceOfSatisfying(
                Unfetched.class, e -> assertThat(e.cause()).isEqualTo(Cause.DOWN));
      }
    }
  }

  private static void say(ServerSocket listening, String text) {
    try (var socket = listening.accept()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes();
    } catch (IOException gone) {
      // the client has hung up
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          Tue, 24 Nov 2026 12:00:00 GMT | - | 2026-11-24T12:00:00Z
          Tue, 24 Nov 2026 11:50:00 GMT | 590 | 2026-11-24T11:59:50Z
          Tue, 24 Nov 2026 11:50:00 GMT | soon | 2026-11-24T11:50:00Z
          yesterday | - | -
          """)
  void theServersClockIsToldAlsoByACachedAnswer(String date, String age, Instant expected) {
    var headers = age == null ? Map.of("Date", date) : Map.of("Date", date, "Age", age);
    pages.answers("/a", new Reply(200, headers, "{}"));

    assertThat(get("/a").theirClock()).isEqualTo(Optional.ofNullable(expected));
  }
}
