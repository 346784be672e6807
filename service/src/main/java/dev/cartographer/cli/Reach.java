package dev.cartographer.cli;

import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is asked, and with what right. */
final class Reach {
  private static final String DEFAULT_SERVER = "http://127.0.0.1:8080";
  private static final String TOKEN = "CARTOGRAPHER_TOKEN";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "Address of Cartographer (default: $CARTOGRAPHER_SERVER, else " + DEFAULT_SERVER + ").")
  private @Nullable String server;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory of Cartographer, whose api-token is used unless $CARTOGRAPHER_TOKEN is"
              + " set (default: data).")
  private Path data = Path.of("data");

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for an answer (default: 30).")
  private int seconds = 30;

  Api api(Session session) {
    if (seconds < 1 || seconds > 3600) {
      throw new Failure(ExitCode.USAGE, "--timeout takes 1 to 3600 seconds.");
    }
    return new Api(address(session), token(session), Duration.ofSeconds(seconds));
  }

  private URI address(Session session) {
    var text =
        Optional.ofNullable(server)
            .or(() -> Optional.ofNullable(session.environment().get("CARTOGRAPHER_SERVER")))
            .filter(s -> !s.isBlank())
            .orElse(DEFAULT_SERVER);
    try {
      var uri = URI.create(text.strip());
      var http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new Failure(
        ExitCode.USAGE, "\"" + text + "\" is no server's address; it looks like " + DEFAULT_SERVER);
  }

  private SecretText token(Session session) {
    var given = session.environment().getOrDefault(TOKEN, "").strip();
    return new SecretText(given.isEmpty() ? read(data.resolve("api-token")) : given);
  }

  private static String read(Path file) {
    try {
      var token = Files.readString(file).strip();
      if (!token.isEmpty() && token.chars().allMatch(c -> c > 32 && c < 127)) {
        return token;
      }
      throw new Failure(
          ExitCode.LOGIN, file + " holds no token · Start the server once more, or set " + TOKEN);
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.LOGIN,
          TOKEN
              + " is not set and there is no "
              + file
              + " · Start Cartographer here (cartographer serve), or say where its data is:"
              + " --data DIR");
    } catch (IOException e) {
      throw new Failure(
          ExitCode.LOGIN, file + " can't be read · Run this as its owner, or set " + TOKEN);
    }
  }
}
