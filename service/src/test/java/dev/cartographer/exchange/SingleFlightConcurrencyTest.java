package dev.cartographer.exchange;

import static dev.cartographer.testing.Threads.require;

import dev.cartographer.testing.Threads;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Threads that want the same at once: Lincheck tries the orders in which their steps can fall. */
class SingleFlightConcurrencyTest {
  private static final int ORDERS = 300;

  @Test
  void oneAsksAndAllHaveTheSame() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var flight = new SingleFlight<String, Integer>(new ConcurrentHashMap<>());
          var asked = new AtomicInteger();
          var got = new int[2];

          Threads.together(2, i -> got[i] = flight.get("key", asked::incrementAndGet));

          require(asked.get() == 1, "asked " + asked + " times");
          require(got[0] == 1 && got[1] == 1, "different answers");
        });
  }

  @Test
  void aFailureIsSharedAndNotKept() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var flight = new SingleFlight<String, Integer>(new ConcurrentHashMap<>());
          var asked = new AtomicInteger();
          var failed = new AtomicInteger();

          Threads.together(2, _ -> failed.addAndGet(fails(flight, asked) ? 1 : 0));

          require(failed.get() == 2, failed + " have failed");
          require(flight.answers().isEmpty(), "a failure was kept");
          require(flight.get("key", () -> 7) == 7, "a failure was met again");
        });
  }

  private static boolean fails(SingleFlight<String, Integer> flight, AtomicInteger asked) {
    try {
      flight.get(
          "key",
          () -> {
            throw new IllegalStateException("number " + asked.incrementAndGet());
          });
      return false;
    } catch (RuntimeException _) {
      return true;
    }
  }
}
