package dev.cartographer.escalation;

import dev.cartographer.escalation.Outbox.Untold;
import dev.cartographer.secret.SecretUnreadable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Carries out what the outbox holds: at each turn one order for each sink, in a thread of its own,
 * and those of one incident and sink one after the other. Turns a second apart keep within what
 * chat and issue trackers take.
 */
public final class Dispatcher {
  /** Longer than any sink takes; what a crash costs a page at most. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private static final int MOST_TOLD = 100;

  private final Outbox outbox;
  private final Plan plan;
  private final Map<String, Sink> sinks;
  private final Receipts receipts;
  private final DispatchListener listener;
  private final Executor threads;
  private final Clock clock;

  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> quietUntil = new ConcurrentHashMap<>();

  /**
   * A dispatcher that does nothing by itself.
   *
   * @param sinks by their names
   * @param threads one for each send
   */
  public Dispatcher(
      Outbox outbox,
      Plan plan,
      Map<String, Sink> sinks,
      Receipts receipts,
      DispatchListener listener,
      Executor threads,
      Clock clock) {
    this.outbox = outbox;
    this.plan = plan;
    this.sinks = Map.copyOf(sinks);
    this.receipts = receipts;
    this.listener = listener;
    this.threads = threads;
    this.clock = clock;
  }

  /** One turn; doesn't wait for what it sends. */
  public void turn() {
    for (var errand : outbox.claim(Set.copyOf(busy), clock.instant(), LEASE)) {
      busy.add(errand.order().sink());
      threads.execute(() -> run(errand));
    }
    outbox.untold(MOST_TOLD).forEach(this::tell);
  }

  private void run(Errand errand) {
    try {
      carryOut(errand);
    } catch (RuntimeException bug) {
      listener.failed(errand, bug);
    } finally {
      busy.remove(errand.order().sink());
    }
  }

  private void carryOut(Errand errand) {
    var done =
        switch (Fate.of(errand, plan)) {
          case Fate.Sent() -> sent(errand);
          case Fate.Shadowed() -> shadowed(errand);
          case Fate.Unsent(var why) -> new Done(new Result.Dropped(why), "", "");
        };
    var told = judgement(errand).told(done.result());
    outbox.record(errand, done, told, clock.instant());
    listener.tried(errand, done.result());
    told.ifPresent(fate -> tell(untold(errand.order(), fate)));
  }

  private Done sent(Errand errand) {
    var sent = quiet(errand).map(Sent::unsent).orElseGet(() -> attempt(errand));
    if (sent.outcome() instanceof Outcome.Later(var after, var _, var _)) {
      after.ifPresent(wait -> quietUntil.put(errand.order().sink(), clock.instant().plus(wait)));
    }
    return new Done(judgement(errand).of(sent.outcome()), sent.request(), sent.answer());
  }

  /** A sink that asked to be left alone is, whatever there is for it. */
  private Optional<Outcome> quiet(Errand errand) {
    var now = clock.instant();
    return Optional.ofNullable(quietUntil.get(errand.order().sink()))
        .filter(until -> until.isAfter(now))
        .map(until ->
            new Outcome.Later(
                Optional.of(Duration.between(now, until)),
                "the receiver has asked to be left alone",
                errand.soFar()));
  }

  private Sent attempt(Errand errand) {
    var sink = sinks.get(errand.order().sink());
    if (sink == null) {
      return Sent.unsent(
          new Outcome.Refused("there is no sink " + errand.order().sink() + " any more"));
    }
    try {
      return sink.send(errand);
    } catch (SecretUnreadable missing) {
      return Sent.unsent(new Outcome.Later(String.valueOf(missing.getMessage())));
    }
  }

  private Done shadowed(Errand errand) {
    var sink = sinks.get(errand.order().sink());
    if (sink == null) {
      return new Done(new Result.Dropped("there is no sink " + errand.order().sink()), "", "");
    }
    try {
      var shadow = sink.shadow(errand);
      return new Done(new Result.Shadowed(shadow.receipt()), shadow.request(), "");
    } catch (SecretUnreadable missing) {
      var later = new Outcome.Later(String.valueOf(missing.getMessage()));
      return new Done(judgement(errand).of(later), "", "");
    }
  }

  private Judgement judgement(Errand errand) {
    return new Judgement(plan, errand, clock.instant());
  }

  private static Untold untold(Order order, PageFate fate) {
    return new Untold(order.key(), order.incident(), order.team(), fate);
  }

  private void tell(Untold page) {
    try {
      receipts.told(page.incident(), page.team(), page.fate());
      outbox.told(page);
    } catch (RuntimeException bug) {
      listener.notTold(page, bug);
    }
  }
}
