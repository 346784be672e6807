package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Gate;
import dev.cartographer.limit.GatePolicy;
import dev.cartographer.rehearse.Server.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One dependency of a region: the product's gate, those who wait before it, the server behind. */
final class Channel {
  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration LEFT_ALONE = Duration.ofSeconds(1);
  private static final Go ORDINARY = new Go(false);
  private static final Go PROBE = new Go(true);

  private final Gate gate = new Gate(GatePolicy.SERVICE);
  private final Fault fails;
  private final Fault limited;
  private final Fault refused;
  private final Flights answers = new Flights();
  private final Flights refusals = new Flights();
  private final Flights waiting = new Flights();
  private final Dependency dependency;
  private final Server server;
  private final Duration latency;
  private final Callers callers;
  private final Trace trace;

  /** Who calls, and what comes of it. */
  interface Callers {
    /** Whether this binding's last try failed at that dependency. */
    boolean again(int binding, Dependency dependency);

    void answered(int binding, Dependency dependency);

    void failed(int binding, Fault fault);

    void held(int binding, Dependency dependency, Held held);
  }

  Channel(Dependency dependency, Server server, Duration latency, Callers callers, Trace trace) {
    this.dependency = dependency;
    this.server = server;
    this.latency = latency;
    this.callers = callers;
    this.trace = trace;
    this.fails = new Fault(dependency, FaultKind.HTTP_5XX, "answered 503");
    this.limited =
        new Fault(dependency, FaultKind.HTTP_429, "answered 429", Optional.of(LEFT_ALONE));
    this.refused = new Fault(dependency, FaultKind.CONNECT, "refused the connection");
  }

  int width(Instant now) {
    return gate.width(now);
  }

  /** When the next call comes back. */
  long nextAt() {
    return Math.min(answers.nextAt(), refusals.nextAt());
  }

  void call(int binding, long now) {
    if (waiting.isEmpty()) {
      if (!letIn(binding, now)) {
        waiting.add(now, binding, 0);
      }
    } else {
      waiting.add(now, binding, 0);
    }
  }

  /** Whether the binding has left the queue, be it to make its call or to come again later. */
  private boolean letIn(int binding, long now) {
    return switch (gate.ask(callers.again(binding, dependency), Instant.ofEpochMilli(now))) {
      case Go go -> {
        send(go, binding, now);
        yield true;
      }
      case Held held -> {
        callers.held(binding, dependency, held);
        yield true;
      }
      case Full() -> false;
    };
  }

  private void send(Go go, int binding, long now) {
    var answer = server.ask(now);
    trace.asked(dependency, now);
    var mark = answer.number() * 2 + (go.probe() ? 1 : 0);
    if (answer == Answer.REFUSED) {
      refusals.add(now + AT_ONCE.toMillis(), binding, mark);
    } else {
      answers.add(now + latency.toMillis(), binding, mark);
    }
  }

  /** Brings in all calls that come back now, and lets in who waited for their places. */
  void settle(long now) {
    settle(answers, latency, now);
    settle(refusals, AT_ONCE, now);
    while (!waiting.isEmpty() && letIn(waiting.binding(), now)) {
      waiting.drop();
    }
  }

  private void settle(Flights flights, Duration took, long now) {
    while (flights.nextAt() == now) {
      var binding = flights.binding();
      var mark = flights.mark();
      flights.drop();
      end(binding, Answer.of(mark / 2), mark % 2 == 1 ? PROBE : ORDINARY, took, now);
    }
  }

  private void end(int binding, Answer answer, Go go, Duration took, long now) {
    switch (answer) {
      case OK -> {
        gate.answered(go, took, Instant.ofEpochMilli(now));
        callers.answered(binding, dependency);
      }
      case FAILS -> failed(binding, fails, go, now);
      case LIMITED -> {
        gate.throttled(go, limited.retryAfter(), Instant.ofEpochMilli(now));
        callers.failed(binding, limited);
      }
      case REFUSED -> failed(binding, refused, go, now);
    }
  }

  private void failed(int binding, Fault fault, Go go, long now) {
    gate.failed(go, fault.retryAfter(), Instant.ofEpochMilli(now));
    callers.failed(binding, fault);
  }
}
