package dev.cartographer.app;

import dev.cartographer.secret.SecretUnreadable;
import dev.cartographer.store.DatabaseUnavailable;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says in one sentence why the server did not start. */
final class StartSentence {
  private static final Pattern UNKNOWN_KEY =
      Pattern.compile("SRCFG00050: (\\S+) in (?:\\S*file:)?([^\\s\\]]+)");
  private static final Pattern MISSING_KEY =
      Pattern.compile("config property (\\S+) is required but");
  private static final Pattern WRONG_VALUE =
      Pattern.compile(
          "config property (\\S+) with the config value \"(.*)\" threw.*SRCFG\\d+: (.*)");

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
        case QuarkusBindException taken -> {
          return portInUse(taken);
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
            .filter(p -> !p.startsWith("quarkus.")) // follows from a key of ours
            .distinct()
            .collect(Collectors.joining("; "))
        + ". Every key is listed in docs/configuration.md.";
  }

  private static String problem(String message) {
    var unknown = UNKNOWN_KEY.matcher(message);
    if (unknown.find()) {
      return "there is no key " + unknown.group(1) + " (set in " + unknown.group(2) + ")";
    }
    var missing = MISSING_KEY.matcher(message);
    if (missing.find()) {
      return "the key " + missing.group(1) + " is missing";
    }
    var wrong = WRONG_VALUE.matcher(message);
    return wrong.find()
        ? "%s is \"%s\": %s".formatted(wrong.group(1), wrong.group(2), wrong.group(3))
        : message;
  }

  private static String portInUse(QuarkusBindException taken) {
    return "Port "
        + taken.getPort()
        + " is in use by another program. Stop it, or choose another with cartographer.http.port or"
        + " cartographer.management.port.";
  }

  private static String sentence(Throwable cause) {
    var message = String.valueOf(cause.getMessage());
    var end = message.endsWith(".") ? "" : ".";
    return Character.toUpperCase(message.charAt(0)) + message.substring(1) + end;
  }
}
