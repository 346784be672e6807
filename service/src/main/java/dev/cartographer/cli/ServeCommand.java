package dev.cartographer.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Explains {@code serve}, which the launcher starts as a program of its own. */
@Command(
    name = "serve",
    description = "Runs the server in the foreground, until it is stopped.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Its settings; else cartographer.yaml, if there is one.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "What is its own: database, keys, the API's token; else ./data.")
  private @Nullable Path data;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "The launcher ./cartographer at the root of the project runs serve.");
  }
}
