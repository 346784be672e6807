package dev.cartographer.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code completion}: prints the script with which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Print the completion script of a shell: source <(cartographer completion bash)")
final class CompletionCommand {
  private final Session session;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Command(name = "bash", description = "Print the completion script of bash.")
  int bash() {
    session.out().println(script());
    return ExitCode.DONE.number();
  }

  @Command(name = "zsh", description = "Print the completion script of zsh.")
  int zsh() {
    session.out().println("autoload -U +X compinit && compinit");
    session.out().println(script());
    return ExitCode.DONE.number();
  }

  private String script() {
    var cartographer = Cartographer.commandLine(session);
    return AutoComplete.bash("cartographer", cartographer);
  }
}
