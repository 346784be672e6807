package dev.cartographer.cli;

import dev.cartographer.runbook.RunbookCheck;
import dev.cartographer.runbook.RunbookPage;
import dev.cartographer.runbook.RunbookRefused;
import dev.cartographer.runbook.RunbookRefused.Problem;
import dev.cartographer.runbook.SiteData;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code runbook}: renders a runbook, or says what is wrong with it. Asks no server. */
@Command(
    name = "runbook",
    description = "Render a runbook with the data of its site, or say what is wrong with it.")
final class RunbookCommand {
  private final Session session;

  RunbookCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "show",
      description = {
        "Print a runbook's text with the data of its site filled in.",
        "What is missing is an error: nothing is left empty in silence."
      })
  int show(@Mixin Source source) {
    var filled = reading(() -> source.page().filled(source.data()));
    var text = reading(filled::whole);
    session.out().print(text);
    filled.blank().forEach(problem -> session.say(problem.toString()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "check",
      description = {
        "Say what would fail whoever follows a runbook: what is missing or empty, and links that"
            + " lead nowhere.",
        "Exits with 3 when there is anything."
      })
  int check(@Mixin Source source, @Mixin Output output) {
    var problems = reading(() -> RunbookCheck.of(source.page(), source.data()));
    var names = problems.stream().map(p -> p.file() + ":" + p.place()).toList();
    var shown = problems.stream().map(Shown::of).toList();
    if (!output.printed(session, shown, names)) {
      problems.forEach(problem -> session.out().println(Plain.text(problem.toString())));
    }
    if (problems.isEmpty()) {
      session.say("Nothing is missing and every link leads somewhere.");
    }
    return (problems.isEmpty() ? ExitCode.DONE : ExitCode.UNHEALTHY).number();
  }

  /** A problem as machines get it. */
  record Shown(String file, int line, int column, String message) {
    static Shown of(Problem problem) {
      return new Shown(
          problem.file(), problem.place().line(), problem.place().column(), problem.message());
    }
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private static <T> T reading(Step<T> step) {
    try {
      return step.take();
    } catch (RunbookRefused e) {
      throw new Failure(
          ExitCode.ERROR,
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.ERROR, "There is no file " + e.getFile() + ".");
    } catch (CharacterCodingException e) {
      throw new Failure(ExitCode.ERROR, "The runbook is not UTF-8 text.");
    } catch (IOException e) {
      throw new Failure(ExitCode.ERROR, "The runbook can't be read: " + e.getMessage());
    }
  }

  /** Which runbook, and which data. */
  static final class Source {
    @Parameters(paramLabel = "FILE", description = "The runbook: Markdown with front matter.")
    private Path file = Path.of("");

    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The data of the site: monitoring.yml, teams.yml and others.")
    private Path directory = Path.of("");

    RunbookPage page() throws IOException {
      return RunbookPage.parse(file.toString(), Files.readString(file));
    }

    SiteData data() {
      return SiteData.in(directory);
    }
  }
}
