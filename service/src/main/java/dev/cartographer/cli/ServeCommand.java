package dev.cartographer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The help of {@code serve}; the launcher starts the server itself, as another program. */
@Command(
    name = "serve",
    description = {
      "Run Cartographer: keep the fleet's tokens fresh, and answer on port 8080.",
      "Without a configuration it brings its own PostgreSQL and keeps everything in ./data."
    })
@SuppressWarnings("unused") // the options are there for the help
final class ServeCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Configuration, in YAML.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where database, keys and api-token are kept (default: data).")
  private @Nullable Path data;

  @Override
  public Integer call() {
    throw new Failure(
        ExitCode.USAGE, "The server is started by the launcher: ./cartographer serve");
  }
}
