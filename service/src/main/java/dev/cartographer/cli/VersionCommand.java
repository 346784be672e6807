package dev.cartographer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}: says which Cartographer this is. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
  private static final String BUILT =
      "/META-INF/maven/dev.cartographer/cartographer/pom.properties";

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.out().println("cartographer " + version());
    return ExitCode.DONE.number();
  }

  /** As the build wrote it into the jar; classes that are in no jar are in development. */
  private static String version() {
    try (var in = VersionCommand.class.getResourceAsStream(BUILT)) {
      var properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "(in development)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
