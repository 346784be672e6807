package dev.cartographer.limit;

import static dev.cartographer.testing.Threads.require;

import dev.cartographer.limit.Admission.Go;
import dev.cartographer.testing.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Threads that pass a gate at once: Lincheck tries the orders in which their steps can fall. */
class GateConcurrencyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ORDERS = 300;

  private static Gate gate(int places) {
    return new Gate(new GatePolicy(places, 8, SECOND, 2, SECOND, SECOND));
  }

  @Test
  void noMoreAreLetInThanThereArePlaces() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var gate = gate(2);
          var inside = new AtomicInteger();

          Threads.together(3, _ -> inside.addAndGet(gate.ask(false, NOON) instanceof Go ? 1 : 0));

          require(inside.get() == 2, inside + " were let in");
          require(gate.view(NOON).inFlight() == 2, gate.view(NOON).inFlight() + " are inside");
        });
  }

  @Test
  void ofThoseWhoWantToProbeOneDoes() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var gate = gate(4);
          for (var i = 0; i < 2; i++) {
            gate.failed((Go) gate.ask(false, NOON), SECOND, Optional.empty(), NOON);
          }
          var probes = new AtomicInteger();

          Threads.together(
              2,
              _ ->
                  probes.addAndGet(
                      gate.ask(true, NOON.plusSeconds(1)) instanceof Go go && go.probe() ? 1 : 0));

          require(probes.get() == 1, probes + " probes");
        });
  }

  @Test
  void everyPlaceComesFreeAgainHoweverCallsEnd() {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var gate = gate(4);
          var calls = new Go[] {go(gate), go(gate), go(gate)};

          Threads.together(3, i -> end(gate, calls[i], i));

          require(gate.view(NOON).inFlight() == 0, gate.view(NOON).inFlight() + " are inside");
        });
  }

  private static Go go(Gate gate) {
    return (Go) gate.ask(false, NOON);
  }

  private static void end(Gate gate, Go go, int how) {
    switch (how) {
      case 0 -> gate.answered(go, Duration.ofMillis(20), NOON);
      case 1 -> gate.failed(go, Duration.ofMillis(20), Optional.empty(), NOON);
      default -> gate.throttled(go, Optional.empty(), NOON);
    }
  }
}
