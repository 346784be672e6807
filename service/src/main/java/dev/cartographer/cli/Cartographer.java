package dev.cartographer.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's main program. */
@Command(
    name = "cartographer",
    description = "Keeps every cluster of a fleet supplied with working, short-lived tokens.",
    mixinStandardHelpOptions = true,
    version = "cartographer 0.1.0",
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Exit codes: 0 done or healthy, 1 error, 2 wrong usage, 3 checked and not healthy,",
      "4 the API wants its token, 5 not found, 6 conflict.",
      "Data goes to standard output, talk to standard error."
    })
public final class Cartographer implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String... args) {
    var terminal =
        new Terminal(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            System.console() instanceof Console console && console.isTerminal(),
            System.getenv(),
            Clock.systemUTC());
    System.exit(commands(terminal).execute(args));
  }

  /** All commands, speaking to this terminal. */
  static CommandLine commands(Terminal terminal) {
    return new CommandLine(new Cartographer())
        .addSubcommand(new ServeCommand())
        .addSubcommand(new EnrolCommand(terminal))
        .addSubcommand(
            Group.of(
                "get",
                "Lists carriers, clusters or bindings.",
                new GetCarriers(terminal),
                new GetClusters(terminal),
                new GetBindings(terminal)))
        .addSubcommand(
            Group.of(
                "describe", "Shows all that is known of one thing.", new DescribeCommand(terminal)))
        .addSubcommand(
            Group.of("why", "Says why signals flow, or don't.", new WhyCommand(terminal)))
        .addSubcommand(new RotateCommand(terminal))
        .addSubcommand(new CompletionCommand(terminal))
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, _, _) -> Failures.tell(failure, terminal));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command? cartographer --help lists them.");
  }
}
