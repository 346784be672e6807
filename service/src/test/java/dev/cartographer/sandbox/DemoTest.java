package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DemoTest {
  private static final SandboxRegion.Settings EIGHT =
      SandboxRegion.Settings.of(8, Duration.ofSeconds(4));

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @EnumSource(
      value = Broken.class,
      names = {"IAM", "LOGGING", "NOTHING"})
  void aCheckSeesTokensOutlastAnOutageOf(Broken broken) throws Exception {
    var code = demo(Optional.of(broken), true, smallCartographer()).run();

    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertClean();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("■ " + broken.breaking())
        .contains("● " + broken.healing())
        .contains("All 16 bindings renewed since; none went dark");
  }

  @Test
  void whenCartographerEndsTheCheckSaysItsLastWords() throws Exception {
    var code = demo(Optional.empty(), true, java("-version")).run();

    assertThat(code).isEqualTo(1);
    assertThat(report().path("delivered").asLong()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("but Cartographer has ended by itself")
        .contains("VM");
  }

  @Test
  void aStoryGoesOnUntilItIsEndedAndLeavesNothing() throws Exception {
    var told = new CountDownLatch(1);
    var stream =
        new PrintStream(out, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.contains("hold a token that the services accept")) {
              told.countDown();
            }
          }
        };
    var plan = new Demo.Plan(EIGHT, Optional.empty(), false, smallCartographer(), Optional.empty());
    var demo =
        new Demo(plan, InputStream.nullInputStream(), stream, stream(err), Clock.systemUTC());
    var runs = Thread.ofVirtual().start(demo::run);

    told.await();
    demo.end();
    runs.join();

    var story = out.toString(StandardCharsets.UTF_8);
    assertThat(story)
        .startsWith("Started Cartographer with 3 carriers, 8 clusters and pretend IAM")
        .contains("./cartographer why cluster acme-payments --server http://127.0.0.1:");
    var log = story.lines().filter(line -> line.startsWith("  Log ")).findFirst().orElseThrow();
    assertThat(Path.of(log.substring(5).strip()).getParent()).doesNotExist();
  }

  private Demo demo(Optional<Broken> broken, boolean check, List<String> launcher) {
    var plan = new Demo.Plan(EIGHT, broken, check, launcher, Optional.of(directory));
    return new Demo(
        plan, InputStream.nullInputStream(), stream(out), stream(err), Clock.systemUTC());
  }

  private void assertClean() throws IOException {
    var report = report();
    assertThat(report.path("clusters").asInt()).isEqualTo(8);
    assertThat(report.path("bindings").asInt()).isEqualTo(16);
    assertThat(report.path("delivered").asLong() - report.path("rotations").asLong()).isEqualTo(16);
    assertThat(report.path("rotations").asLong()).isGreaterThanOrEqualTo(32);
    assertThat(report.path("expired").asLong()).isZero();
    assertThat(report.path("rejectedWrites").asLong()).isZero();
    assertThat(report.path("lostLines").asLong()).isZero();
  }

  /** The only line on stdout. */
  private JsonNode report() throws IOException {
    var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1);
    return new ObjectMapper().readTree(lines.getFirst());
  }

  private static List<String> smallCartographer() {
    var path = System.getProperty("java.class.path");
    return java("-cp", path, "dev.cartographer.sandbox.SmallCartographer");
  }

  private static List<String> java(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
