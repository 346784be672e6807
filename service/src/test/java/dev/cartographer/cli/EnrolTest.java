package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolTest {
  @TempDir private Path folder;
  private FleetServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FleetServer();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aFileIsEnrolledOnceHoweverOftenItIsSent() throws IOException {
    var file = fleet(3, "");

    assertThat(Ran.of(server, "enrol", file))
        .isEqualTo(
            new Ran(
                0,
                "Created 3 and changed 0 clusters; 0 were as the file says.\n",
                "Next: cartographer get clusters\n"));
    assertThat(Ran.of(server, "enrol", file).out())
        .isEqualTo("Created 0 and changed 0 clusters; 3 were as the file says.\n");
    assertThat(server.enrolled).containsExactlyInAnyOrder("c0", "c1", "c2");
  }

  @Test
  void aDryRunListsTheChangesAndMakesNone() throws IOException {
    var file = fleet(2, "");

    assertThat(Ran.of(server, "enrol", "--dry-run", file))
        .isEqualTo(
            new Ran(
                0,
                """
                created c0
                created c1
                Would create 2 and change 0 clusters; 0 are as the file says.
                """,
                "Next: cartographer enrol " + file + "\n"));
    assertThat(server.enrolled).isEmpty();
    assertThat(server.requests).containsExactly("POST /api/v1/enrolments?dryRun=true");
  }

  @Test
  void aFileWithAMistakeIsNotSentAtAll() throws IOException {
    var file = fleet(1, "  - {name: Bad, region: us}\n");

    assertThat(Ran.of(server, "enrol", file))
        .isEqualTo(
            new Ran(
                1,
                "",
                file
                    + ":3:12: name \"Bad\" is not one: a name is 1 to 63 lower-case letters, digits"
                    + " and hyphens, beginning and ending with a letter or digit\n"
                    + "Nothing was sent.\n"));
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aLargeFileIsSentInPartsThatTheServerTakes() throws IOException {
    var ran = Ran.of(server, "enrol", fleet(10_000, ""));

    assertThat(ran.out())
        .isEqualTo("Created 10,000 and changed 0 clusters; 0 were as the file says.\n");
    assertThat(server.requests).hasSize(5);
  }

  @Test
  void longSecretsMakeThePartsShorter() throws IOException {
    var text = new StringBuilder("carriers: [{name: dal, region: us}]\nclusters:\n");
    for (var i = 0; i < 40; i++) {
      text.append("- {name: c%d, tenant: t, carrier: dal, target: files, ".formatted(i))
          .append("identity: {apiKey: {value: ")
          .append("é".repeat(60_000))
          .append("}}}\n");
    }
    var file = Files.writeString(folder.resolve("fleet.yaml"), text);

    assertThat(Ran.of(server, "enrol", file.toString()).out()).startsWith("Created 40 ");
  }

  @Test
  void carriersWithoutClustersAreSentToo() throws IOException {
    var file = Files.writeString(folder.resolve("f.yaml"), "carriers: [{name: a, region: b}]");

    assertThat(Ran.of(server, "enrol", file.toString()).code()).isZero();
    assertThat(server.requests).containsExactly("POST /api/v1/enrolments");
  }

  @Test
  void aRefusalHalfwaySaysHowFarItCame() throws IOException {
    server.enrolmentsTaken = 2;
    var file = fleet(5000, "");

    assertThat(Ran.of(server, "enrol", file))
        .isEqualTo(
            new Ran(
                6,
                "",
                "Somebody else enrols now · Try again · CTG-4009 7QK2-M9\n"
                    + "4,000 of 5,000 clusters, up to line 4003 of "
                    + file
                    + ", were taken before that · Run the same again: what was taken is not"
                    + " changed twice\n"));
  }

  @Test
  void aTerminalSeesTheWorkProceed() throws IOException {
    var file = fleet(4000, "");

    var ran = Ran.of(server.environment(), OptionalInt.of(80), "enrol", file);

    assertThat(ran.err())
        .isEqualTo(
            "\rEnrolling "
                + "░".repeat(30)
                + " 0 of 4,000\rEnrolling "
                + "█".repeat(15)
                + "░".repeat(15)
                + " 2,000 of 4,000\rEnrolling "
                + "█".repeat(30)
                + " 4,000 of 4,000\r\u001b[KNext: cartographer get clusters\n");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    var file = folder.resolve("none.yaml").toString();

    assertThat(Ran.of(server, "enrol", file))
        .isEqualTo(new Ran(1, "", "There is no file " + file + ".\n"));
  }

  private String fleet(int clusters, String moreCarriers) throws IOException {
    var text = new StringBuilder("carriers:\n  - {name: dal, region: us}\n");
    text.append(moreCarriers).append("clusters:\n");
    for (var i = 0; i < clusters; i++) {
      text.append(
          "  - {name: c%d, tenant: t, carrier: dal, identity: {apiKey: {file: s}}, target: files}\n"
              .formatted(i));
    }
    return Files.writeString(folder.resolve("fleet.yaml"), text).toString();
  }
}
