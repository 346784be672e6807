package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Whatever a person gets wrong is answered by one clear sentence and a status other than 0. */
class BadInputTest {
  private Path directory = Path.of("");
  private String database = "";
  private String data = "data";
  private int port;

  @BeforeEach
  void workApart(TestInfo test) {
    directory = Repository.emptied("bad-input/" + test.getTestMethod().orElseThrow().getName());
    port = Tethered.freePort();
  }

  @Test
  void anUnknownConfigurationKeyIsNamed() throws IOException {
    var said = serve(config() + "  rotation: {cadence: 5m}\n");

    assertThat(sentence(said)).contains("cartographer.rotation.cadence");
  }

  @Test
  void aMissingConfigurationFileIsNamed() {
    var said = Launcher.run(directory, "serve", "--config", "elsewhere.yaml");

    assertThat(sentence(said)).contains("elsewhere.yaml");
  }

  @Test
  void anUnreachableDatabaseIsNamed() throws IOException {
    var nobody = Tethered.freePort();
    Files.writeString(directory.resolve("password"), "secret-of-the-database");
    database =
        "  database: {url: 'jdbc:postgresql://127.0.0.1:%d/fleet', password-file: password}\n"
            .formatted(nobody);

    var said = serve(config());

    assertThat(sentence(said)).contains("127.0.0.1:" + nobody);
    assertThat(said.all()).doesNotContain("secret-of-the-database");
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = other.getLocalPort();

      var said = serve(config());

      assertThat(sentence(said)).contains(Integer.toString(port)).contains("in use");
    }
  }

  @Test
  void aDataDirectoryThatCantBeMadeIsNamed() throws IOException {
    Files.writeString(directory.resolve("occupied"), "a file where a directory should be");
    data = "occupied/data";

    var said = serve(config());

    assertThat(sentence(said)).contains(directory.resolve(data).toString());
  }

  @Test
  void aFullDiskIsNamed() throws IOException, InterruptedException {
    var disk = Files.createDirectory(directory.resolve("disk"));
    if (!done("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())) {
      throw Skipping.because("a full disk takes a small one, and only root can mount it");
    }
    try {
      data = "disk/data";

      var said = serve(config());

      assertThat(sentence(said)).contains(disk.toString()).containsIgnoringCase("no space left");
    } finally {
      assertThat(done("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aMistakeInAFleetFileIsNamedByLineAndColumn() throws IOException {
    Files.writeString(
        directory.resolve("fleet.yaml"),
        """
        carriers:
          - {name: carrier-1, region: local}
        clusters:
          - name: acme-payments
            tennant: acme
            carrier: carrier-1
            identity: {client: acme-payments, secret: {file: acme}}
            target: files
        """);

    var said = Launcher.run(directory, "enrol", "fleet.yaml", "--dry-run");

    assertThat(said.exit()).as(said.all()).isNotZero();
    assertThat(said.err()).contains("5:5").contains("tennant").doesNotContain("\tat ");
  }

  /** Each would be code, a header or another line in some agent's configuration. */
  @Test
  void aHostileTenantIsRefusedBeforeAnythingIsSentAndShownAsText() throws IOException {
    var names =
        List.of(
            "\"\\\"#{File.write('x','y')}\\\"\"",
            "\"a\\nb: c\"",
            "\"a\\r\\n@include /etc/passwd\"",
            "'it''s \"quoted\"'",
            "'${tag}'",
            "a".repeat(64));
    var clusters =
        names.stream()
            .map(name ->
                """
                  - {name: acme, tenant: %s, carrier: carrier-1, identity: {apiKey: {file: a}}, target: files}
                """
                    .formatted(name))
            .collect(Collectors.joining());
    Files.writeString(
        directory.resolve("fleet.yaml"),
        "carriers:\n  - {name: carrier-1, region: local}\nclusters:\n" + clusters);

    var said = Launcher.run(directory, "enrol", "fleet.yaml", "--server", "http://127.0.0.1:9");

    assertThat(said.exit()).as(said.all()).isNotZero();
    assertThat(said.err())
        .contains("4:26", "5:26", "6:26", "7:26", "8:26", "9:26")
        .contains("tenant \"\\\"#{File.write('x','y')}\\\"\" is not one: a name is 1 to 63")
        .contains("tenant \"a\\u{a}b: c\"", "tenant \"${tag}\"")
        .doesNotContain("\tat ");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void aMachineWithoutJdk25IsToldWhatToInstall() throws IOException {
    var path = Files.createDirectory(directory.resolve("path"));
    for (var program : List.of("bash", "dirname", "grep", "readlink")) {
      Files.createSymbolicLink(path.resolve(program), onPath(program));
    }
    var old = directory.resolve("jdk-17");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.16\"\n");
    Files.createSymbolicLink(old.resolve("bin/java"), onPath("false"));
    var environment =
        Map.of(
            "PATH", path.toString(),
            "JAVA_HOME", old.toString(),
            "CARTOGRAPHER_JDK_LOOK_IN", directory.resolve("nowhere").toString());

    var said = Launcher.run(directory, environment, Duration.ofSeconds(30), "get", "clusters");

    assertThat(sentence(said)).contains("JDK 25").contains("JAVA_HOME");
  }

  @Test
  void anAbsentServerIsNamed() {
    var address = "http://127.0.0.1:" + port;

    var said =
        Launcher.run(
            directory,
            Map.of("CARTOGRAPHER_TOKEN", "any"),
            Duration.ofMinutes(2),
            "get",
            "clusters",
            "--server",
            address);

    assertThat(sentence(said)).contains(address);
  }

  /** What a person reads: a line, a remedy at most beside it, and no stack trace anywhere. */
  private static String sentence(Launcher.Said said) {
    assertThat(said.exit()).as(said.all()).isNotZero();
    assertThat(said.all()).doesNotContain("\tat ").doesNotContain("Exception in thread");
    assertThat(said.err().lines()).as(said.all()).hasSizeBetween(1, 2);
    return said.err();
  }

  private Launcher.Said serve(String config) throws IOException {
    Files.writeString(directory.resolve("cartographer.yaml"), config);
    return Launcher.run(directory, "serve", "--config", "cartographer.yaml");
  }

  private String config() {
    return """
    cartographer:
      data: %1$s
      secrets-directory: %2$s
      http: {port: %3$d}
      management: {port: %4$d}
      regions:
        local:
          iam: {dialect: client-credentials, token-endpoint: 'http://127.0.0.1:9/token'}
          logging: {dialect: bearer-post, token-endpoint: 'http://127.0.0.1:9/token'}
          metrics: {dialect: bearer-post, token-endpoint: 'http://127.0.0.1:9/token'}
    %5$s\
    """
        .formatted(directory.resolve(data), directory, port, Tethered.freePort(), database);
  }

  private static Path onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static boolean done(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}
