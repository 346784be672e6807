package dev.cartographer.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server's process that can't outlive this one: its tether, the script {@code parts/tether}, ends
 * it as soon as this process is gone, however it went.
 */
final class Tethered implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Process tether;
  private final ProcessHandle server;
  private final Path log;
  private boolean halted;

  private Tethered(String name, Process tether, ProcessHandle server, Path log) {
    this.name = name;
    this.tether = tether;
    this.server = server;
    this.log = log;
  }

  /**
   * Starts the command.
   *
   * @param directory where its log {@code NAME.log} goes, appended to by every start
   */
  static Tethered start(
      String name, Path directory, Map<String, String> environment, List<String> command) {
    var pidFile = directory.resolve(name + ".pid");
    var log = directory.resolve(name + ".log");
    try {
      Files.deleteIfExists(pidFile);
      var builder = new ProcessBuilder(Repository.file("e2e/parts/tether").toString());
      builder.command().add(pidFile.toString());
      builder.command().addAll(command);
      builder.environment().putAll(environment);
      builder.directory(directory.toFile()).redirectErrorStream(true);
      var tether = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
      return new Tethered(name, tether, handle(pidFile, tether), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessHandle handle(Path pidFile, Process tether) {
    Eventually.so("the process id of " + pidFile, PATIENCE, () -> Files.exists(pidFile));
    try {
      var pid = Long.parseLong(Files.readString(pidFile).strip());
      return ProcessHandle.of(pid).orElseGet(tether::toHandle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port of the loopback that nobody listens on now. */
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean alive() {
    return tether.isAlive();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the server is ready.
   *
   * @throws AssertionError with the end of its log, when it ends first or patience does
   */
  void ready(Duration patience, BooleanSupplier ready) {
    Eventually.so(name + " to be ready", patience, () -> !alive() || ready.getAsBoolean());
    if (!alive()) {
      var lines = log().lines().toList();
      var last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
      throw new AssertionError(name + " ended:\n" + String.join("\n", last));
    }
  }

  /** Ends it as {@code kill -9} does: the Java process below a launcher too, and nothing else. */
  void kill() {
    var victims =
        Stream.concat(Stream.of(server), server.descendants())
            .filter(p -> p.equals(server) || isJava(p.info().command()))
            .toList();
    victims.reversed().forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** Halts it where it stands, as {@code kill -STOP} does: it tells nobody and closes nothing. */
  void halt() {
    signal("STOP");
    halted = true;
  }

  /** Lets it go on after a halt, as if no time had passed. */
  void goOn() {
    signal("CONT");
    halted = false;
  }

  private void signal(String signal) {
    try {
      var status =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + server.pid()).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(name + " could not be sent " + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while " + name + " was sent " + signal, e);
    }
  }

  private static boolean isJava(Optional<String> command) {
    return command.filter(c -> c.endsWith("/java")).isPresent();
  }

  /** Asks it to end, and makes it end when it doesn't. */
  @Override
  public void close() {
    if (halted) {
      server.destroyForcibly();
    }
    server.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!tether.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        tether.waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }
}
