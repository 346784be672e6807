package dev.cartographer.testing;

import dev.cartographer.secret.Passwords;
import dev.cartographer.store.Database;
import dev.cartographer.store.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One real PostgreSQL for all tests of a run; each test class gets a database of its own. */
public final class RealPostgres {
  private static final LocalPostgres SERVER = start();

  private RealPostgres() {}

  private static LocalPostgres start() {
    try {
      var directory = Files.createTempDirectory("cartographer-postgres");
      var server = LocalPostgres.start(directory, LocalPostgres.usualBinaries(System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(LocalPostgres server, Path directory) {
    try {
      server.close();
      dev.cartographer.secret.PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty database with the schema in it. */
  public static Database newDatabase() {
    return Database.open(newUrl(), SERVER.username(), SERVER.password(), 8);
  }

  /** The address of a new database with nothing in it. */
  public static String newUrl() {
    var name = "t" + Passwords.random().reveal().substring(0, 12);
    try (var connection =
            DriverManager.getConnection(
                SERVER.url(), SERVER.username(), SERVER.password().reveal());
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return url(name);
  }

  public static String url(String database) {
    return SERVER.url().replaceFirst("/postgres$", "/" + database);
  }

  public static LocalPostgres server() {
    return SERVER;
  }
}
