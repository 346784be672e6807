package dev.cartographer.store;

import dev.cartographer.secret.Passwords;
import dev.cartographer.secret.PrivateFiles;
import dev.cartographer.secret.SecretText;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A real PostgreSQL of our own: its files below the data directory, its port on the loopback, open
 * only to whoever knows the password kept beside it.
 *
 * <p>The library that unpacks and starts it trusts every local connection and turns {@code fsync}
 * off, as fits tests; here both are put right.
 */
public final class LocalPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LAST_LINES = 20;

  private final EmbeddedPostgres server;
  private final SecretText password;

  private LocalPostgres(EmbeddedPostgres server, SecretText password) {
    this.server = server;
    this.password = password;
  }

  /**
   * Starts the server, making its files at the first start. The caller holds the lock of the data
   * directory: a server that still runs on it was left behind by a process that was killed, and is
   * stopped first.
   *
   * @param directory private to this user
   * @param binaries where the server's programs are unpacked once; private to this user
   * @throws DatabaseUnavailable when it can't be started
   */
  public static LocalPostgres start(Path directory, Path binaries) {
    var data = directory.resolve("data");
    try {
      PrivateFiles.makeDirectory(directory);
      PrivateFiles.makeDirectory(binaries);
      Postmaster.leftBehindIn(data).ifPresent(Postmaster::stop);
      removeHalfMade(data);
      var password = PrivateFiles.readOrMake(directory.resolve("password"), Passwords::random);
      return new LocalPostgres(launch(directory, data, binaries, password), password);
    } catch (IOException | RuntimeException e) {
      throw new DatabaseUnavailable(
          "the embedded PostgreSQL in " + directory + " did not start: " + lastWords(directory, e),
          e);
    }
  }

  private static EmbeddedPostgres launch(
      Path directory, Path data, Path binaries, SecretText password) throws IOException {
    var log = Redirect.appendTo(directory.resolve("postgres.log").toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(binaries.toFile())
        .setRegisterShutdownHook(false)
        .setPGStartupWait(PATIENCE)
        .setOutputRedirector(log)
        .setErrorRedirector(log)
        // These are options of initdb: with them no connection is trusted.
        .setLocaleConfig("auth", "scram-sha-256")
        .setLocaleConfig("pwfile", directory.resolve("password").toString())
        .setLocaleConfig("locale", "C")
        .setServerConfig("fsync", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "60")
        .setServerConfig("shared_buffers", "128MB")
        .setConnectConfig("password", password.reveal())
        .start();
  }

  /** An initdb that was interrupted leaves files without a version; there is nothing in them. */
  private static void removeHalfMade(Path data) throws IOException {
    if (Files.exists(data) && !Files.exists(data.resolve("global/pg_control"))) {
      PrivateFiles.deleteTree(data);
    }
  }

  private static String lastWords(Path directory, Exception e) {
    try {
      var lines = Files.readAllLines(directory.resolve("postgres.log"));
      return lines.reversed().stream()
          .limit(LAST_LINES)
          .filter(l -> l.contains("FATAL:") && !l.contains("is starting up"))
          .findFirst()
          .orElse(e.toString());
    } catch (IOException unreadable) {
      return e.toString();
    }
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  public String username() {
    return "postgres";
  }

  public SecretText password() {
    return password;
  }

  /** Stops the server; everything committed stays. */
  @Override
  public void close() throws IOException {
    server.close();
  }

  /** The programs are the same for every data directory of a user, so they are unpacked once. */
  public static Path usualBinaries(Map<String, String> environment) {
    var home = environment.getOrDefault("HOME", System.getProperty("java.io.tmpdir"));
    var cache = environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    return Path.of(cache, "cartographer", "postgres");
  }
}
