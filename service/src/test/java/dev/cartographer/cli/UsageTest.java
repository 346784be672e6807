package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {

  @Test
  void theHelpLooksAsCheckedIn() throws IOException {
    for (var columns : new int[] {80, 200}) {
      var ran = ran(OptionalInt.of(columns), "--help");

      Golden.assertSame(ran.out(), Golden.file("help-" + columns + ".txt"));
    }
    assertThat(ran(OptionalInt.empty())).isEqualTo(ran(OptionalInt.empty(), "--help"));
    assertThat(ran(OptionalInt.empty(), "help")).isEqualTo(ran(OptionalInt.empty(), "--help"));
  }

  @Test
  void thePageOfTheCommandLineSaysWhatTheCommandsSay() throws IOException {
    var page = new StringBuilder(INTRODUCTION);
    describe(page, Cartographer.commandLine(silent()));
    page.append("## Exit codes\n\n| code | meaning |\n|---|---|\n");
    for (var code : ExitCode.values()) {
      page.append("| %d | %s |\n".formatted(code.number(), code.meaning()));
    }
    page.append("\n## Environment\n\n```\n").append(HelpCommand.environment()).append("```\n");

    Golden.assertSame(page.toString(), Path.of("../docs/cli.md"));
  }

  @Test
  void exitCodesAreExplained() {
    assertThat(ran(OptionalInt.empty(), "help", "exit-codes").out())
        .isEqualTo(
            """
            0  done, or checked and healthy
            1  error
            2  wrong usage
            3  checked, and not healthy (why, verdict, get --fail)
            4  a token is needed, or it was refused
            5  not found
            6  somebody else changed it first
            7  timed out waiting
            """);
  }

  @Test
  void helpOnACommandIsTheHelpOfThatCommand() {
    assertThat(ran(OptionalInt.empty(), "help", "get", "bindings").out())
        .isEqualTo(ran(OptionalInt.empty(), "get", "bindings", "--help").out())
        .contains("cartographer get bindings", "--state");
    assertThat(ran(OptionalInt.empty(), "help", "nothing").code()).isEqualTo(2);
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertThat(ran(OptionalInt.empty(), "rotat", "cluster", "x"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                Unmatched arguments from index 0: 'rotat', 'cluster', 'x'
                Did you mean: rotate, enrol?
                See: cartographer --help
                """));
  }

  @Test
  void shellsGetTheirCompletion() {
    var bash = ran(OptionalInt.empty(), "completion", "bash").out();

    assertThat(bash).contains("_complete_cartographer", "bindings", "--dry-run");
    assertThat(ran(OptionalInt.empty(), "completion", "zsh").out()).endsWith(bash);
  }

  @Test
  void theServerIsNotStartedByTheClient() {
    assertThat(ran(OptionalInt.empty(), "serve", "--data", "x"))
        .isEqualTo(new Ran(2, "", "The server is started by the launcher: ./cartographer serve\n"));
  }

  private static final String INTRODUCTION =
      """
      # The command line

      `./cartographer` at the root of the repository finds a JDK 25, builds when the sources are
      newer than the build, and runs. Data goes to stdout, what is said about it to stderr. This page
      is made from the commands themselves; a test compares it.

      Besides the commands below, `./cartographer test` runs every test of every module.

      """;

  private static void describe(StringBuilder page, CommandLine command) {
    var name = command.getCommandSpec().qualifiedName();
    page.append("## ").append(name).append("\n\n```\n");
    page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF)).append("```\n\n");
    command.getSubcommands().values().forEach(inner -> describe(page, inner));
  }

  private static Ran ran(OptionalInt columns, String... command) {
    return Ran.of(Map.of("NO_COLOR", "1"), columns, command);
  }

  private static Session silent() {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Session(Map.of(), nowhere, nowhere, Clock.systemUTC(), OptionalInt.empty(), false);
  }
}
