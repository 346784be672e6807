package dev.cartographer.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh: source <(cartographer completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.out().print(AutoComplete.bash("cartographer", spec.root().commandLine()));
    terminal.out().flush();
  }
}
