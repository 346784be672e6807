package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, with a JDK and a Maven that only say how they are called.
 */
class LauncherTest {
  @TempDir private Path folder;
  private Path checkout;
  private Path jdks;
  private Path bin;

  @BeforeEach
  void layOut() throws IOException {
    checkout = Files.createDirectories(folder.resolve("a check out"));
    jdks = Files.createDirectories(folder.resolve("some jdks"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(Path.of("../cartographer"), checkout.resolve("cartographer"));
    Files.createDirectories(checkout.resolve("service/src/main"));
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.writeString(checkout.resolve("service/pom.xml"), "");
    for (var tool :
        List.of("bash", "env", "find", "mkdir", "mv", "rm", "cat", "readlink", "grep")) {
      Files.createSymbolicLink(bin.resolve(tool), whereIs(tool));
    }
    script(
        bin.resolve("mvn"),
        """
        echo built >> "$PWD/builds"
        mkdir -p service/target/quarkus-app/app service/target/quarkus-app/lib/main
        echo > service/target/quarkus-app/quarkus-run.jar
        """);
    jdk("jdk-25", "25.0.3");
  }

  @Test
  void withoutAJdk25ItSaysWhatToInstallAndWhereItLooked() throws Exception {
    var nowhere = folder.resolve("nowhere");
    jdk("jdk-25", "17.0.9");
    jdk("jdk-250", "250");

    assertThat(launch("CARTOGRAPHER_JDK_LOOK_IN=" + jdks + ":" + nowhere, "version"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "Cartographer needs a JDK 25 and found none in JAVA_HOME, on the PATH or below "
                    + jdks
                    + ", "
                    + nowhere
                    + "; install one (for instance Eclipse Temurin 25) or set"
                    + " JAVA_HOME.\n"));
  }

  @Test
  void theServerIsStartedWithItsOwnFlagsAndTheRest() throws Exception {
    var ran = launch("X=", "serve", "--data", "a b");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            <--enable-native-access=ALL-UNNAMED>
            <--sun-misc-unsafe-memory-access=allow>
            <-jar>
            <%1$s/service/target/quarkus-app/quarkus-run.jar>
            <--data>
            <a b>
            """
                .formatted(checkout.toRealPath()));
  }

  @Test
  void everythingElseGoesToTheClient() throws Exception {
    assertThat(launch("X=", "get", "clusters", "-o", "json").out())
        .endsWith("<dev.cartographer.cli.Cartographer>\n<get>\n<clusters>\n<-o>\n<json>\n");
    assertThat(launch("X=", "serve", "--help").out())
        .endsWith("<dev.cartographer.cli.Cartographer>\n<serve>\n<--help>\n");
    assertThat(launch("X=").out()).endsWith("<dev.cartographer.cli.Cartographer>\n");
  }

  @Test
  void aRehearsalIsGivenTheBetterCompiler() throws Exception {
    assertThat(launch("X=", "rehearse", "--clusters", "5").out())
        .startsWith("<-XX:+UseSerialGC>\n<-Xlog:disable>\n")
        .endsWith("<dev.cartographer.cli.Cartographer>\n<rehearse>\n<--clusters>\n<5>\n");
  }

  @Test
  void itBuildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    assertThat(launch("X=", "version").err())
        .startsWith("Building Cartographer …")
        .contains("service/target/build.log");
    assertThat(launch("X=", "version").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    var source = Files.writeString(checkout.resolve("service/src/main/New.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    launch("X=", "version");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildShowsItsLog() throws Exception {
    script(bin.resolve("mvn"), "echo 'Main.java: does not compile'\nexit 1\n");

    var ran = launch("X=", "version");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("Main.java: does not compile\nCartographer could not be built; the log above is");
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    Files.delete(bin.resolve("mvn"));

    assertThat(launch("X=", "version"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "Maven is needed to build Cartographer, and there is no mvn on the PATH; install"
                    + " Maven 3.8 or newer.\n"));
  }

  @Test
  void itWorksThroughALinkAndFromAnywhere() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("carto"), checkout.resolve("cartographer"));
    var again = Files.createSymbolicLink(bin.resolve("carto"), Path.of("../carto"));

    for (var file : List.of(link, again)) {
      assertThat(run(file, "X=", "serve").out())
          .contains("<" + checkout.toRealPath() + "/service/target/quarkus-app/quarkus-run.jar>");
    }
  }

  private Ran launch(String variable, String... arguments) throws Exception {
    return run(checkout.resolve("cartographer"), variable, arguments);
  }

  private Ran run(Path file, String variable, String... arguments) throws Exception {
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var command = Stream.concat(Stream.of(file.toString()), Stream.of(arguments)).toList();
    var process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().clear();
    process.environment().put("PATH", bin.toString());
    process.environment().put("HOME", folder.toString());
    process.environment().put("CARTOGRAPHER_JDK_LOOK_IN", jdks.toString());
    process.environment().put(before(variable), variable.substring(variable.indexOf('=') + 1));
    process.redirectOutput(out.toFile()).redirectError(err.toFile());
    var code = process.start().waitFor();
    return new Ran(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static String before(String variable) {
    return variable.substring(0, variable.indexOf('='));
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(checkout.resolve("builds"))) {
      return lines.count();
    }
  }

  private void jdk(String name, String version) throws IOException {
    var jdk = Files.createDirectories(jdks.resolve(name).resolve("bin"));
    Files.writeString(jdks.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("java"), "printf '<%s>\\n' \"$@\"\n");
    script(jdk.resolve("javac"), "");
  }

  private void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!" + bin.resolve("bash") + "\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path whereIs(String tool) {
    return Stream.of("/bin", "/usr/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, tool))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }
}
