package dev.cartographer.sandbox;

import dev.cartographer.sandbox.Patience.GaveUp;
import dev.cartographer.sandbox.Patience.Stopped;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs Cartographer beside a sandbox, as a story or as a check. */
public final class Demo {
  private static final Duration CHECK_WITHIN = Duration.ofSeconds(60);
  private static final int ENDED_WELL = 0;
  private static final int FAILED = 1;

  private final Plan plan;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * What to run.
   *
   * @param launcher the command that runs Cartographer
   * @param directory for everything that is written; a temporary one, removed at the end, when
   *     empty
   */
  public record Plan(
      SandboxRegion.Settings settings,
      Optional<Broken> broken,
      boolean check,
      List<String> launcher,
      Optional<Path> directory) {

    /** Less than what a token has left when its renewal begins: it must outlast this. */
    Duration outage() {
      return settings.serviceTokens().multipliedBy(2).dividedBy(9);
    }
  }

  /**
   * A demo that does not run yet.
   *
   * @param in where a story takes orders from
   */
  public Demo(Plan plan, InputStream in, PrintStream out, PrintStream err, Clock clock) {
    this.plan = plan;
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Ends {@link #run()} from another thread and waits until it has cleaned up. */
  public void end() {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs until the check is over, or until it is ended. To be called once.
   *
   * @return the exit code: 0, or 1 when something went wrong, of which {@code err} was told
   */
  public int run() {
    try {
      return plan.directory().isPresent()
          ? run(plan.directory().orElseThrow())
          : runInTemporaryDirectory();
    } catch (Stopped _) {
      return ENDED_WELL;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      telling(err).line("The demo failed · " + e.getMessage());
      return FAILED;
    } finally {
      ended.countDown();
    }
  }

  private int runInTemporaryDirectory() throws IOException {
    var directory = Files.createTempDirectory("cartographer-demo-");
    try {
      return run(directory);
    } finally {
      SandboxFiles.remove(directory);
    }
  }

  private int run(Path directory) throws IOException {
    return plan.check() ? check(directory) : story(directory);
  }

  private Telling telling(PrintStream stream) {
    return new Telling(stream, clock);
  }

  private int story(Path directory) throws IOException {
    try (var stage = stage(directory, Instant.MAX)) {
      var story = new DemoStory(stage, new Orders(in), telling(out), clock);
      return happens(() -> story.happen(plan.broken(), plan.outage()), stage) ? ENDED_WELL : FAILED;
    }
  }

  private int check(Path directory) throws IOException {
    var telling = telling(err);
    try (var stage = stage(directory, clock.instant().plus(CHECK_WITHIN))) {
      var check = new DemoCheck(stage, telling);
      var happened = happens(() -> check.happen(plan.broken(), plan.outage()), stage);
      var report = check.report();
      telling(out).line(report.json());
      return happened && report.clean() ? ENDED_WELL : FAILED;
    }
  }

  private interface Happening {
    void happen() throws IOException;
  }

  private boolean happens(Happening happening, Stage stage) {
    try {
      happening.happen();
      return true;
    } catch (GaveUp e) {
      telling(err).line("Gave up · Waited until " + e.getMessage() + "\n" + stage.lastWords());
      return false;
    } catch (IOException e) {
      telling(err).line("The demo failed · " + e.getMessage() + "\n" + stage.lastWords());
      return false;
    }
  }

  private Stage stage(Path directory, Instant deadline) throws IOException {
    telling(err).line("Starting a sandbox and Cartographer …");
    var region = SandboxRegion.start(plan.settings(), directory, clock);
    try {
      var patience = new Patience(clock, deadline, stop);
      return Stage.open(region, plan.launcher(), new NoteWatch(region, clock), patience);
    } catch (IOException | RuntimeException e) {
      region.close();
      throw e;
    }
  }
}
