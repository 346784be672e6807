package dev.cartographer.cli;

import dev.cartographer.sandbox.Broken;
import dev.cartographer.sandbox.Demo;
import dev.cartographer.sandbox.Demo.Plan;
import dev.cartographer.sandbox.SandboxRegion.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: Cartographer in a pretend region, on this machine alone. */
@Command(
    name = "demo",
    description = {
      "Run Cartographer beside a pretend region: an IAM, a logging and a metrics service that check"
          + " every token, and agents that ship with what they are given.",
      "Nothing leaves this machine."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String LAUNCHER = "cartographer.launcher";
  private static final int USAGE = 2;

  /** What happens in an hour happens in half a minute. */
  private static final Duration FAST = Duration.ofSeconds(18);

  /** Slow enough for a person to follow an outage. */
  private static final Duration FOLLOWED = Duration.ofSeconds(60);

  private static final int MOST_CLUSTERS = 1000;
  private static final int SHORTEST_TOKENS = 10;
  private static final int LONGEST_TOKENS = 3600;

  private final PrintStream out;
  private final PrintStream err;

  @Option(
      names = "--break",
      paramLabel = "WHAT",
      description =
          "Break iam, logging, metrics or nothing (exchanges fail though nothing is down), and heal"
              + " it after a while.")
  private @Nullable Broken broken;

  @Option(
      names = "--check",
      description =
          "Check that tokens are delivered and rotated and that nothing is lost, print one line of"
              + " JSON and end: 0 when all is well. Takes at most a minute.")
  private boolean check;

  @Option(
      names = "--clusters",
      paramLabel = "N",
      description = "How many clusters, 1 to 1000 (default: 60).")
  private int clusters = 60;

  @Option(
      names = "--tokens",
      paramLabel = "SECONDS",
      description = "How long tokens live, 10 to 3600 (default: 18, or 60 with --break).")
  private @Nullable Integer tokens;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep everything in this directory (default: a temporary one, removed at the end).")
  private @Nullable Path data;

  DemoCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    var launcher = System.getProperty(LAUNCHER);
    if (clusters < 1 || clusters > MOST_CLUSTERS) {
      return misused("--clusters takes 1 to " + MOST_CLUSTERS + ".");
    }
    if (launcher == null) {
      return misused("The demo starts Cartographer by its launcher: ./cartographer demo");
    }
    if (tokens != null && (tokens < SHORTEST_TOKENS || tokens > LONGEST_TOKENS)) {
      return misused("--tokens takes " + SHORTEST_TOKENS + " to " + LONGEST_TOKENS + " seconds.");
    }
    return run(
        new Plan(
            Settings.of(clusters, lifetime()),
            Optional.ofNullable(broken),
            check,
            List.of(launcher),
            Optional.ofNullable(data)));
  }

  private Duration lifetime() {
    if (tokens != null) {
      return Duration.ofSeconds(tokens);
    }
    return broken != null && !check ? FOLLOWED : FAST;
  }

  /** Ctrl-C and SIGTERM end the demo, which cleans up before the process goes. */
  private int run(Plan plan) {
    var demo = new Demo(plan, System.in, out, err, Clock.systemUTC());
    var hook = Thread.ofPlatform().unstarted(demo::end);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return demo.run();
    } finally {
      forget(hook);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // It is running: that is why we are here.
    }
  }

  private int misused(String sentence) {
    err.println(sentence);
    err.flush();
    return USAGE;
  }
}
