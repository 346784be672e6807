package dev.cartographer.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of Cartographer: one name, many verbs. */
@Command(
    name = "cartographer",
    description = {
      "Keeps every cluster of a fleet supplied with working, short-lived tokens for its logs and"
          + " metrics."
    },
    footer = {
      "",
      "Data goes to stdout, talk to stderr. Exit codes: cartographer help exit-codes",
      "First time? Try: ./cartographer demo"
    })
public final class Cartographer implements Runnable {
  private final Session session;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  private Cartographer(Session session) {
    this.session = session;
  }

  public static void main(String[] args) {
    System.exit(run(Session.ofThisProcess(), args));
  }

  /** Runs one command and gives its exit code. */
  public static int run(Session session, String... args) {
    var code = commandLine(session, called(session, args)).execute(args);
    session.out().flush();
    session.err().flush();
    return code;
  }

  /** The command line with all of its commands. */
  static CommandLine commandLine(Session session) {
    return commandLine(session, commands(session));
  }

  /** Every command, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(Session session) {
    var commands = new LinkedHashMap<String, Supplier<Object>>();
    commands.put("demo", () -> new DemoCommand(session.out(), session.err()));
    commands.put("serve", ServeCommand::new);
    commands.put("enrol", () -> new EnrolCommand(session));
    commands.put("get", () -> new GetCommand(session));
    commands.put("describe", () -> new DescribeCommand(session));
    commands.put("why", () -> new WhyCommand(session));
    commands.put("verdict", () -> new VerdictCommand(session));
    commands.put("cie", () -> new CieCommand(session));
    commands.put("rotate", () -> new RotateCommand(session));
    commands.put("remove", () -> new RemoveCommand(session));
    commands.put("assets", () -> new AssetsCommand(session));
    commands.put("runbook", () -> new RunbookCommand(session));
    commands.put("rehearse", () -> new RehearseCommand(session));
    commands.put("completion", () -> new CompletionCommand(session));
    commands.put("version", () -> new VersionCommand(session));
    commands.put("help", () -> new HelpCommand(session));
    return commands;
  }

  /** Only the command that is called, when there is one: the others would cost a third of a run. */
  private static Map<String, Supplier<Object>> called(Session session, String... args) {
    var commands = commands(session);
    if (args.length > 0 && commands.containsKey(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    return commands;
  }

  private static CommandLine commandLine(Session session, Map<String, Supplier<Object>> commands) {
    var line = new CommandLine(new Cartographer(session));
    commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(session.colour() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(Math.clamp(session.columns().orElse(80), 60, 120));
    line.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8));
    line.setParameterExceptionHandler((e, _) -> misused(session, e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(session, e));
    return line;
  }

  @Override
  public void run() {
    commandLine(session).usage(session.out());
  }

  private static int misused(Session session, ParameterException e) {
    session.say(String.valueOf(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      var near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        session.say("Did you mean: " + String.join(", ", near) + "?");
      }
    }
    session.say("See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  private static int failed(Session session, Exception e) {
    if (e instanceof Failure failure) {
      failure.sentence().lines().forEach(session::say);
      return failure.code().number();
    }
    session.say("Something failed on our side (" + e + ") · Please report it with these lines:");
    e.printStackTrace(session.err());
    return ExitCode.ERROR.number();
  }
}
