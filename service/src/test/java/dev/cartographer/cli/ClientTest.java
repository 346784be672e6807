package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.IrrevocableView;
import dev.cartographer.view.Json;
import dev.cartographer.view.Page;
import dev.cartographer.view.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTest {
  private FleetServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FleetServer().withFleet();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void everyPageIsFetchedToTheEnd() {
    server.bindings.clear();
    server.withBindings(1234);

    var ran = Ran.of(server, "get", "bindings", "-o", "name");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines()).hasSize(1234).endsWith("binding/n1233/logs");
    assertThat(server.requests)
        .containsExactly(
            "GET /api/v1/bindings?limit=500",
            "GET /api/v1/bindings?limit=500&cursor=500",
            "GET /api/v1/bindings?limit=500&cursor=1000");
  }

  @Test
  void aLimitEndsTheListAndSaysSo() {
    server.pageSize = 2;

    var ran = Ran.of(server, "get", "bindings", "-o", "name", "--limit", "3");

    assertThat(ran.out().lines())
        .containsExactly(
            "binding/zeta-web/logs", "binding/zeta-web/metrics", "binding/acme-payments/logs");
    assertThat(ran.err()).isEqualTo("Showing the first 3; there are more.\n");
  }

  @Test
  void filtersReachTheServer() {
    var filtered =
        Ran.of(
            server,
            "get",
            "bindings",
            "--carrier",
            "c",
            "--cluster",
            "zeta-web",
            "--signal",
            "Logs",
            "--state",
            "valid",
            "-o",
            "name");
    Ran.of(server, "get", "clusters", "--tenant", "acme&x=y", "--state", "failing");

    assertThat(filtered.out()).isEqualTo("binding/zeta-web/logs\n");
    assertThat(server.requests)
        .containsExactly(
            "GET /api/v1/bindings?carrier=c&cluster=zeta-web&signal=logs&state=valid&limit=500",
            "GET /api/v1/clusters?tenant=acme%26x%3Dy&state=failing&limit=500");
  }

  @Test
  void anEmptyListIsSaidOnStderr() {
    server.carriers.clear();

    assertThat(Ran.of(server, "get", "carriers"))
        .isEqualTo(new Ran(0, "", "No carriers match. Enrol some with: cartographer enrol FILE\n"));
  }

  @Test
  void jsonIsWhatTheApiSays() throws IOException {
    var ran = Ran.of(server, "get", "bindings", "-o", "json");

    assertThat(Json.mapper().readValue(ran.out(), new TypeReference<Page<BindingView>>() {}))
        .isEqualTo(new Page<>(server.bindings, null));
  }

  @Test
  void yamlIsTheSameInBlocks() {
    assertThat(Ran.of(server, "describe", "cluster", "zeta-web", "-o", "yaml").out())
        .startsWith(
            """
            name: zeta-web
            tenant: zeta
            carrier: prod-dal10-carrier3
            region: us-south
            identity: api-key
            target: namespace logging
            enrolledAt: 2026-03-02T09:30:00Z
            bindings:
            - cluster: zeta-web
            """);
  }

  @Test
  void theRunwayOfACarrierIsAskedForByItsName() {
    var ran = Ran.of(server, "get", "runway", "prod-dal10-carrier3", "-o", "name", "--limit", "2");

    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                runway/prod-dal10-carrier3/iam
                runway/prod-dal10-carrier3/logging
                """,
                ""));
    assertThat(server.requests).containsExactly("GET /api/v1/carriers/prod-dal10-carrier3/runway");
    assertThat(Ran.of(server, "get", "runway", "nowhere").code()).isEqualTo(5);
  }

  @Test
  void whatCouldNotBeRevokedIsListedWithTheReason() {
    assertThat(Ran.of(server, "get", "irrevocable"))
        .isEqualTo(
            new Ran(
                0,
                "",
                "None: every replaced token was revoked or has ended, or revocation is not"
                    + " enabled.\n"));

    server.irrevocables.add(
        new IrrevocableView(
            "acme-web",
            "logs",
            7,
            "9f357f672c9c95937089dd61",
            Instant.parse("2026-11-23T05:00:00Z"),
            Instant.parse("2026-11-23T03:20:00Z"),
            "the logging service at https://logs.example/revoke answered 503"));

    assertThat(Ran.of(server, "get", "irrevocable", "--cluster", "acme-web").out())
        .contains("acme-web")
        .contains("the logging service at https://logs.example/revoke answered 503");
    assertThat(Ran.of(server, "get", "irrevocable", "-o", "name").out())
        .isEqualTo("irrevocable/acme-web/logs/7\n");
    assertThat(Ran.of(server, "get", "irrevocable", "--fail").code()).isEqualTo(3);
    assertThat(server.requests).contains("GET /api/v1/irrevocables?cluster=acme-web&limit=500");
  }

  @Test
  void failTurnsWhatIsNotValidIntoAnExitCode() {
    assertThat(Ran.of(server, "get", "bindings", "--fail").code()).isEqualTo(3);
    assertThat(Ran.of(server, "get", "bindings", "--state", "valid", "--fail").code()).isZero();
    assertThat(Ran.of(server, "get", "clusters", "--fail").code()).isEqualTo(3);
    assertThat(Ran.of(server, "get", "carriers", "--fail").code()).isEqualTo(3);
    assertThat(Ran.of(server, "get", "runway", "--fail").code()).isEqualTo(3);
    assertThat(Ran.of(server, "get", "bindings").code()).isZero();
  }

  @Test
  void whySaysTheSentenceTheChainAndWhatToDo() {
    assertThat(Ran.of(server, "why", "cluster", "acme-payments"))
        .isEqualTo(
            new Ran(
                3,
                """
                Logs are flowing, but the logging token can't be renewed. It expires in 47 min.
                IAM has refused every exchange since 02:58 UTC.

                  ● enrolled        known       2026-03-02
                  ■ identity        http_5xx    503 from IAM, 214 tries, next in 38 s
                  ◌ logs exchange   blocked     waits for identity
                  ● logs delivery   delivered   generation 118, 02:41 UTC
                Next: cartographer get bindings --cluster acme-payments
                """,
                ""));
    assertThat(Ran.of(server, "why", "cluster", "zeta-web"))
        .isEqualTo(
            new Ran(0, "Logs and metrics are flowing.\n\n  ● enrolled   known   2026-03-02\n", ""));
  }

  @Test
  void rotateAsksAndNamesTheNextStep() {
    assertThat(Ran.of(server, "rotate", "cluster", "zeta-web"))
        .isEqualTo(
            new Ran(
                0,
                "Asked for new tokens of cluster zeta-web: 2 bindings are at the head of the"
                    + " queue.\n",
                "Next: cartographer why cluster zeta-web\n"));
    Ran.of(server, "rotate", "carrier", "dal", "--signal", "metrics");

    assertThat(server.requests)
        .containsExactly(
            "POST /api/v1/clusters/zeta-web/rotations",
            "POST /api/v1/carriers/dal/rotations?signal=metrics");
  }

  @Test
  void whatTheServerRefusesIsSaidInOneLineWithItsExitCode() {
    assertThat(Ran.of(server, "why", "cluster", "nobody"))
        .isEqualTo(new Ran(5, "", "No cluster is called nobody · CTG-4004 7QK2-M9\n"));
    var stranger =
        Map.of("CARTOGRAPHER_SERVER", server.address(), "CARTOGRAPHER_TOKEN", "wrong-token");
    assertThat(Ran.of(stranger, OptionalInt.empty(), "get", "carriers"))
        .isEqualTo(
            new Ran(4, "", "The token was refused · Use the file api-token · CTG-4001 7QK2-M9\n"));
    for (var status : Map.of(403, 4, 409, 6, 412, 6, 500, 1, 429, 1).entrySet()) {
      server.refusal = status.getKey();
      assertThat(Ran.of(server, "get", "carriers").code()).isEqualTo(status.getValue());
    }
  }

  @Test
  void anAnswerOfAnotherProgramIsSaidToBeOne() {
    server.refusal = 502;
    server.refusalBody = "<html>Bad gateway</html>";
    assertThat(Ran.of(server, "get", "carriers"))
        .isEqualTo(
            new Ran(
                1,
                "",
                server.address()
                    + " answered with status 502, which is not Cartographer's way · Check"
                    + " --server\n"));
    server.refusal = 200;
    assertThat(Ran.of(server, "get", "carriers"))
        .isEqualTo(
            new Ran(
                1,
                "",
                server.address()
                    + " answered with something that is not Cartographer's · Check --server\n"));
  }

  @Test
  void theTokenDoesNotFollowARedirect() {
    server.refusal = 302;

    assertThat(Ran.of(server, "get", "carriers").code()).isEqualTo(1);
    assertThat(server.requests).containsExactly("GET /api/v1/carriers?limit=500");
  }

  @Test
  void foreignTextCannotSteerTheTerminal() {
    server.whys.put(
        "evil",
        new Why(
            "evil",
            true,
            List.of("\u001b[2Jcleared\u0007\u202e"),
            List.of(new Why.Link("a\nb", "odd", "\u009b1m", "c\r")),
            "x\u001b]0;title"));

    var ran = Ran.of(server, "why", "cluster", "evil");

    assertThat(ran.out()).isEqualTo(" [2Jcleared  \n\n  ? a b    1m   c\nNext: x ]0;title\n");
    assertThat(Ran.of(server, "why", "cluster", "evil", "-o", "json").out())
        .matches("[\\x20-\\x7e\\n]*");
  }

  @Test
  void aServerThatIsNotThereIsSaidWithTheNextStep() {
    var address = server.address();
    server.close();

    assertThat(Ran.of(server, "get", "carriers"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "Cartographer can't be reached at "
                    + address
                    + " (Connection refused) · Start it with: cartographer serve, or name another"
                    + " with --server\n"));
  }

  @Test
  void theTokenIsReadFromTheDataDirectory(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("api-token"), "right-token\n");
    var command =
        new String[] {
          "get", "carriers", "-o", "name", "--server", server.address(), "--data", data.toString()
        };

    assertThat(Ran.of(Map.of(), OptionalInt.empty(), command).out())
        .startsWith("carrier/prod-dal10-carrier3\n");

    Files.delete(data.resolve("api-token"));
    assertThat(Ran.of(Map.of(), OptionalInt.empty(), command))
        .isEqualTo(
            new Ran(
                4,
                "",
                "CARTOGRAPHER_TOKEN is not set and there is no "
                    + data.resolve("api-token")
                    + " · Start Cartographer here (cartographer serve), or say where its data is:"
                    + " --data DIR\n"));
  }

  @Test
  void wrongUsageIsSaidShortlyWithTheWayToTheHelp() {
    assertThat(Ran.of(server, "get", "bindngs"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                Unmatched argument at index 1: 'bindngs'
                Did you mean: bindings?
                See: cartographer get --help
                """));
    assertThat(Ran.of(server, "get", "bindings", "--state", "odd"))
        .isEqualTo(new Ran(2, "", "--state takes pending, valid, failing or expired.\n"));
    assertThat(Ran.of(server, "why", "cluster").code()).isEqualTo(2);
    assertThat(Ran.of(server, "get", "carriers", "--server", "ftp://x").code()).isEqualTo(2);
    assertThat(Ran.of(server, "get").code()).isEqualTo(2);
  }

  @Test
  void nothingIsRemovedUnlessOneIsSure() {
    assertThat(Ran.of(server, "remove", "cluster", "acme-payments"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "This would remove acme-payments of tenant acme, target namespace logging, and take"
                    + " its tokens back · Run it again with --yes\n"));
    assertThat(server.requests).containsExactly("GET /api/v1/clusters/acme-payments");
  }

  @Test
  void aRemovalSaysWhatIsStillToBeDone() {
    assertThat(Ran.of(server, "remove", "cluster", "acme-payments", "--yes"))
        .isEqualTo(
            new Ran(
                0,
                "acme-payments leaves: 2 of its tokens are still to be taken back.\n",
                "Next: cartographer why cluster acme-payments\n"));
    assertThat(Ran.of(server, "remove", "cluster", "zeta-web", "--yes", "--leave"))
        .isEqualTo(
            new Ran(
                0,
                "zeta-web is gone; what was delivered to it is where it was.\n",
                "Next: cartographer get clusters\n"));
    assertThat(server.requests)
        .containsExactly(
            "DELETE /api/v1/clusters/acme-payments", "DELETE /api/v1/clusters/zeta-web?leave=true");
  }
}
