package dev.cartographer.testing;

import java.util.ArrayList;
import java.util.function.IntConsumer;

/** Several threads that do their part at once. */
public final class Threads {
  private Threads() {}

  /** Runs a part in each of so many threads, and waits for all of them. */
  public static void together(int count, IntConsumer part) {
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < count; i++) {
      var number = i;
      threads.add(new Thread(() -> part.accept(number)));
    }
    threads.forEach(Thread::start);
    for (var thread : threads) {
      join(thread);
    }
  }

  /** What must hold; for where the words of a test library are in the way. */
  public static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
