package dev.cartographer.app;

import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.store.DatabaseUnavailable;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says in one sentence why the server did not start. */
final class StartSentence {
  private static final Pattern UNKNOWN_KEY = Pattern.compile("SRCFG00050: (\\S+) in (\\S+)");
  private static final Pattern PORT = Pattern.compile("\\d{2,5}");

  private StartSentence() {}

  static String of(Throwable thrown) {
    for (var cause : causes(thrown)) {
      switch (cause) {
        case StartFailure failure -> {
          return failure.sentence();
        }
        case ConfigValidationException invalid -> {
          return invalid(invalid);
        }
        case DatabaseUnavailable _, SecretUnreadable _ -> {
          return sentence(cause);
        }
        case BindException _ -> {
          return portInUse(thrown);
        }
        case ConfigurationException _ -> {
          return "The configuration can't be used: " + cause.getMessage();
        }
        default -> {}
      }
    }
    return "The server did not start: " + thrown;
  }

  private static List<Throwable> causes(Throwable thrown) {
    var causes = new ArrayList<Throwable>();
    for (var cause = thrown; cause != null && !causes.contains(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static String invalid(ConfigValidationException invalid) {
    return "The configuration can't be used: "
        + IntStream.range(0, invalid.getProblemCount())
            .mapToObj(i -> invalid.getProblem(i).getMessage())
            .map(StartSentence::problem)
            .distinct()
            .collect(Collectors.joining("; "))
        + ". Every key is listed in docs/configuration.md.";
  }

  private static String problem(String message) {
    var unknown = UNKNOWN_KEY.matcher(message);
    return unknown.find()
        ? "there is no key " + unknown.group(1) + " (set in " + unknown.group(2) + ")"
        : message;
  }

  private static String portInUse(Throwable thrown) {
    var port = PORT.matcher(String.valueOf(thrown.getMessage()));
    return "Port "
        + (port.find() ? port.group() : "of cartographer.http.port or cartographer.management.port")
        + " is in use by another program. Stop it, or choose another with cartographer.http.port or"
        + " cartographer.management.port.";
  }

  private static String sentence(Throwable cause) {
    var message = String.valueOf(cause.getMessage());
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
  }
}
