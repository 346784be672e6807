package dev.cartographer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code help}: how a command is used, or what an exit code means. */
@Command(
    name = "help",
    description = "Show how a command is used; topics: exit-codes, environment.")
final class HelpCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "COMMAND", description = "A command, or a topic.")
  private List<String> words = new ArrayList<>();

  HelpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var topic = words.isEmpty() ? "" : words.getFirst();
    switch (topic) {
      case "exit-codes" -> session.out().print(exitCodes());
      case "environment" -> session.out().print(environment());
      default -> command().usage(session.out());
    }
    return ExitCode.DONE.number();
  }

  private CommandLine command() {
    var command = Cartographer.commandLine(session);
    for (var word : words) {
      var found = command.getSubcommands().get(word);
      if (found == null) {
        throw new Failure(
            ExitCode.USAGE, "There is no help on \"" + word + "\" · See: cartographer help");
      }
      command = found;
    }
    return command;
  }

  static String exitCodes() {
    var text = new StringBuilder();
    for (var code : ExitCode.values()) {
      text.append("%d  %s%n".formatted(code.number(), code.meaning()));
    }
    return text.toString();
  }

  static String environment() {
    return """
    CARTOGRAPHER_SERVER   address of the server, unless --server is given
    CARTOGRAPHER_TOKEN    API token; else the file api-token in the data directory
    NO_COLOR              when set to anything, no colour is used
    JAVA_HOME             the JDK 25 to run on, for the launcher
    """;
  }
}
