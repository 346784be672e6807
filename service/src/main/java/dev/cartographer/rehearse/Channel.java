package dev.cartographer.rehearse;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Admission.Full;
import dev.cartographer.limit.Admission.Go;
import dev.cartographer.limit.Admission.Held;
import dev.cartographer.limit.Admission.Reason;
import dev.cartographer.limit.Admission.Soon;
import dev.cartographer.limit.Gate;
import dev.cartographer.limit.GatePolicy;
import dev.cartographer.rehearse.Server.Answer;
import java.time.Duration;
import java.util.Optional;

/**
 * One dependency of a region: the product's gate, those who wait before it as before the product's
 * guard, and the server behind it.
 */
final class Channel {
  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Go ORDINARY = new Go(false);
  private static final Go PROBE = new Go(true);

  private final Gate gate = new Gate(GatePolicy.SERVICE);
  private final Flights answers = new Flights();
  private final Flights refusals = new Flights();
  private final Flights waiting = new Flights();
  private final Fault fails;
  private final Fault limited;
  private final Fault refused;
  private final Dependency dependency;
  private final Server server;
  private final Duration latency;
  private final PlayClock clock;
  private final Callers callers;
  private long turn = Flights.NEVER;

  /** Who calls, and what comes of it. */
  interface Callers {
    /** Whether this binding's last try failed at that dependency. */
    boolean again(int binding, Dependency dependency);

    /** A call goes out. */
    void asked(Dependency dependency);

    void answered(int binding, Dependency dependency);

    void failed(int binding, Fault fault);

    void held(int binding, Dependency dependency, Held held);
  }

  Channel(
      Dependency dependency, Server server, Duration latency, PlayClock clock, Callers callers) {
    this.dependency = dependency;
    this.server = server;
    this.latency = latency;
    this.clock = clock;
    this.callers = callers;
    this.fails = new Fault(dependency, FaultKind.HTTP_5XX, "answered 503");
    this.limited =
        new Fault(
            dependency, FaultKind.HTTP_429, "answered 429", Optional.of(Duration.ofSeconds(1)));
    this.refused = new Fault(dependency, FaultKind.CONNECT, "refused the connection");
  }

  int width() {
    return gate.width(clock.instant());
  }

  int secondTries() {
    return gate.secondTries(clock.instant());
  }

  /** When something happens here next. */
  long nextAt() {
    var back = Math.min(answers.nextAt(), refusals.nextAt());
    return waiting.isEmpty() ? back : Math.min(back, Math.min(turn, waiting.nextAt()));
  }

  void call(int binding) {
    if (!waiting.isEmpty() || !letIn(binding)) {
      waiting.add(clock.millis() + PATIENCE.toMillis(), binding, 0);
    }
  }

  /** Whether the binding has left the queue, be it to make its call or to come again later. */
  private boolean letIn(int binding) {
    return switch (gate.ask(callers.again(binding, dependency), clock.instant())) {
      case Go go -> {
        send(go, binding);
        yield true;
      }
      case Held held -> {
        callers.held(binding, dependency, held);
        yield true;
      }
      case Soon(var at) -> {
        turn = at.plusNanos(999_999).toEpochMilli();
        yield false;
      }
      case Full() -> false;
    };
  }

  private void send(Go go, int binding) {
    var answer = server.ask(clock.millis());
    callers.asked(dependency);
    var mark = answer.number() * 2 + (go.probe() ? 1 : 0);
    if (answer == Answer.REFUSED) {
      refusals.add(clock.millis() + AT_ONCE.toMillis(), binding, mark);
    } else {
      answers.add(clock.millis() + latency.toMillis(), binding, mark);
    }
  }

  /** Brings in all calls that come back now, and lets in who waited for their places. */
  void settle() {
    settle(answers, latency);
    settle(refusals, AT_ONCE);
    turn = Flights.NEVER;
    while (!waiting.isEmpty() && letIn(waiting.binding())) {
      waiting.drop();
    }
    while (waiting.nextAt() <= clock.millis()) {
      var binding = waiting.binding();
      waiting.drop();
      callers.held(binding, dependency, new Held(Reason.BUSY, clock.instant()));
    }
  }

  private void settle(Flights flights, Duration took) {
    while (flights.nextAt() == clock.millis()) {
      var binding = flights.binding();
      var mark = flights.mark();
      flights.drop();
      end(binding, Answer.of(mark / 2), mark % 2 == 1 ? PROBE : ORDINARY, took);
    }
  }

  private void end(int binding, Answer answer, Go go, Duration took) {
    switch (answer) {
      case OK -> {
        gate.answered(go, took, clock.instant());
        callers.answered(binding, dependency);
      }
      case FAILS -> failed(binding, fails, go, took);
      case LIMITED ->
          gate.throttled(go, limited.retryAfter(), clock.instant())
              .ifPresentOrElse(
                  held -> callers.held(binding, dependency, held),
                  () -> callers.failed(binding, limited));
      case REFUSED -> failed(binding, refused, go, took);
    }
  }

  private void failed(int binding, Fault fault, Go go, Duration took) {
    gate.failed(go, took, fault.retryAfter(), clock.instant());
    callers.failed(binding, fault);
  }
}
