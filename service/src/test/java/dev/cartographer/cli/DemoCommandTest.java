package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutTheLauncherThereIsNothingToStart() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            "The demo starts Cartographer by its launcher: ./cartographer demo");
    assertThat(out.size()).isZero();
  }

  @Test
  void aFleetHasOneToAThousandClusters() {
    assertThat(run("--clusters", "0")).isEqualTo(2);
    assertThat(run("--clusters", "1001")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--clusters takes 1 to 1000.");
  }

  private int run(String... arguments) {
    var command = new DemoCommand(stream(out), stream(err));
    return new CommandLine(command).execute(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
