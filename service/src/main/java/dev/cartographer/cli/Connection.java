package dev.cartographer.cli;

import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is asked, and with what token. */
final class Connection {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The server's API; else CARTOGRAPHER_SERVER, else http://127.0.0.1:8080.")
  private @Nullable URI server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The server's data directory, where its API token is read; else CARTOGRAPHER_TOKEN,"
              + " else ./data.")
  private @Nullable Path data;

  Api api(Map<String, String> environment) {
    return new Api(server(environment), token(environment));
  }

  private URI server(Map<String, String> environment) {
    if (server != null) {
      return server;
    }
    return URI.create(environment.getOrDefault("CARTOGRAPHER_SERVER", "http://127.0.0.1:8080"));
  }

  private SecretText token(Map<String, String> environment) {
    var given = environment.get("CARTOGRAPHER_TOKEN");
    if (data == null && given != null) {
      return new SecretText(given);
    }
    var file = (data == null ? Path.of("data") : data).resolve("api-token");
    try {
      return new SecretText(Files.readString(file).strip());
    } catch (IOException e) {
      throw new NoToken(file);
    }
  }

  /** There is no token to show the API. */
  static final class NoToken extends RuntimeException {
    NoToken(Path file) {
      super(
          "There is no API token at "
              + file
              + ". Name the server's data directory with --data DIR, or set CARTOGRAPHER_TOKEN.");
    }
  }
}
