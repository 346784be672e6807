package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of the operator's own: Debian's server, with files of its own, on the loopback. */
final class DebianPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PASSWORD = "password-of-this-test-run";

  private final Tethered server;
  private final SharedDatabase database;

  private DebianPostgres(Tethered server, SharedDatabase database) {
    this.server = server;
    this.database = database;
  }

  /**
   * Starts a server, or ends the running test when this machine has none.
   *
   * @param directory for its data and log; empty
   */
  static DebianPostgres start(Path directory) {
    return switch (Part.named("postgres")) {
      case Part.Found(var programs) -> start(programs, directory);
      case Part.Missing missing -> throw Skipping.because(missing.sentence());
    };
  }

  private static DebianPostgres start(Path programs, Path directory) {
    var data = directory.resolve("data").toString();
    initialise(programs, directory, data);
    var port = Tethered.freePort();
    var command = asNobodySpecial(programs.resolve("postgres"));
    command.addAll(List.of("-D", data, "-p", Integer.toString(port), "-h", "127.0.0.1"));
    command.addAll(List.of("-c", "unix_socket_directories="));
    var server = Tethered.start("postgres", directory, Map.of(), command);
    var postgres = new DebianPostgres(server, SharedDatabase.on(port, PASSWORD));
    try {
      server.ready(PATIENCE, postgres.database::answers);
      return postgres;
    } catch (RuntimeException | Error failure) {
      postgres.close();
      throw failure;
    }
  }

  private static void initialise(Path programs, Path directory, String data) {
    try {
      var password = Files.writeString(directory.resolve("password"), PASSWORD).toString();
      var command = asNobodySpecial(programs.resolve("initdb"));
      command.addAll(List.of("-D", data, "-U", "postgres", "-A", "scram-sha-256"));
      command.addAll(List.of("--pwfile", password, "--locale", "C", "-E", "UTF8"));
      var log = directory.resolve("initdb.log").toFile();
      var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
      if (process.start().waitFor() != 0) {
        throw new AssertionError("initdb failed: " + Files.readString(log.toPath()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while a database was made", e);
    }
  }

  /** PostgreSQL refuses to run as root: root becomes a user without a name. */
  private static List<String> asNobodySpecial(Path program) {
    var command = new ArrayList<String>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    return command;
  }

  SharedDatabase database() {
    return database;
  }

  @Override
  public void close() {
    server.close();
  }
}
