package dev.cartographer.app;

import dev.cartographer.rotation.StoreFailure;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Does one thing again and again, with a pause between; a failing database only skips a turn. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("cartographer.ticker");

  private final Thread thread;

  private Ticker(Thread thread) {
    this.thread = thread;
  }

  /** Begins at once. */
  static Ticker start(String name, Duration pause, Runnable work) {
    return new Ticker(Thread.ofVirtual().name(name).start(() -> run(pause, work)));
  }

  private static void run(Duration pause, Runnable work) {
    try {
      while (true) {
        turn(work);
        Thread.sleep(pause);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void turn(Runnable work) {
    try {
      work.run();
    } catch (StoreFailure failure) {
      LOG.debugf("%s skips a turn: %s", Thread.currentThread().getName(), failure.why());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
