package dev.cartographer.limit;

import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Soon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/**
 * A server behind a gate that takes so many calls a second, saves up one second's worth, answers
 * after 100 ms and refuses the rest with {@code Retry-After: 1}.
 */
@NullMarked
final class BucketServer {
  private static final Duration LATENCY = Duration.ofMillis(100);

  private final Gate gate;
  private final int perSecond;
  private final ArrayDeque<Call> calls = new ArrayDeque<>();
  private double saved;
  private int answered;
  private int refused;

  private record Call(Go go, boolean taken, Instant endsAt) {}

  BucketServer(Gate gate, int perSecond) {
    this.gate = gate;
    this.perSecond = perSecond;
    this.saved = perSecond;
  }

  int answered() {
    return answered;
  }

  int refused() {
    return refused;
  }

  void forget() {
    answered = 0;
    refused = 0;
  }

  /** Sends all that the gate lets through, millisecond after millisecond. */
  void keepBusy(Instant from, Duration length) {
    for (var now = from; now.isBefore(from.plus(length)); now = now.plusMillis(1)) {
      saved = Math.min(perSecond, saved + perSecond / 1000.0);
      while (!calls.isEmpty() && !calls.getFirst().endsAt.isAfter(now)) {
        end(calls.removeFirst(), now);
      }
      while (sent(now)) {
        // As many as go.
      }
    }
  }

  private boolean sent(Instant now) {
    return switch (gate.ask(false, now)) {
      case Go go -> {
        calls.add(new Call(go, saved >= 1, now.plus(LATENCY)));
        saved -= saved >= 1 ? 1 : 0;
        yield true;
      }
      case Soon _, Full _, Held _ -> false;
    };
  }

  private void end(Call call, Instant now) {
    if (call.taken) {
      answered++;
      gate.answered(call.go, LATENCY, now);
    } else {
      refused++;
      gate.throttled(call.go, Optional.of(Duration.ofSeconds(1)), now);
    }
  }
}
