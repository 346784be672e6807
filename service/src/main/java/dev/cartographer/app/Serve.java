package dev.cartographer.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's main program: {@code serve [--config FILE] [--data DIR]}. */
@QuarkusMain
public final class Serve {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Serve() {}

  public static void main(String... args) {
    try {
      configure(new ArrayDeque<>(List.of(args)));
    } catch (StartFailure failure) {
      System.err.println("cartographer: " + failure.sentence());
      System.exit(WRONG_USAGE);
    }
    Quarkus.run(null, Serve::ended);
  }

  private static void configure(Deque<String> args) {
    var config = Path.of("cartographer.yaml");
    var chosen = false;
    while (!args.isEmpty()) {
      switch (args.pop()) {
        case "--config" -> {
          config = Path.of(value("--config", args));
          chosen = true;
        }
        case "--data" -> System.setProperty("cartographer.data", value("--data", args));
        case String other ->
            throw new StartFailure(
                "serve does not know '" + other + "'. It takes --config FILE and --data DIR.");
      }
    }
    if (Files.isReadable(config)) {
      System.setProperty("smallrye.config.locations", config.toUri().toString());
    } else if (chosen) {
      throw new StartFailure(
          "The configuration file " + config + " can't be read. Check the path given to --config.");
    }
  }

  private static String value(String option, Deque<String> args) {
    if (args.isEmpty()) {
      throw new StartFailure("The option " + option + " needs a value.");
    }
    return args.pop();
  }

  private static void ended(Integer code, @Nullable Throwable why) {
    if (why != null) {
      System.err.println("cartographer: " + StartSentence.of(why));
      Runtime.getRuntime().halt(FAILED);
    }
    System.exit(code);
  }
}
