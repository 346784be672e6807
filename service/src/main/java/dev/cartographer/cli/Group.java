package dev.cartographer.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A verb that wants a noun: {@code get clusters}, {@code why cluster NAME}. */
final class Group implements Runnable {
  private final CommandSpec spec;

  private Group(String verb, String description) {
    this.spec = CommandSpec.wrapWithoutInspection(this);
    spec.name(verb).mixinStandardHelpOptions(true);
    spec.usageMessage().description(description);
  }

  /** The verb with its nouns, each a command of its own. */
  static CommandLine of(String verb, String description, Object... nouns) {
    var group = new CommandLine(new Group(verb, description).spec);
    for (var noun : nouns) {
      group.addSubcommand(noun);
    }
    return group;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "%s what? One of: %s."
            .formatted(spec.name(), String.join(", ", spec.subcommands().keySet())));
  }
}
