package dev.cartographer.evidence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks all sources side by side and waits for none of them longer than the budget: whoever is late
 * knows nothing.
 */
public final class Gathering {
  private static final Logger LOG = Logger.getLogger("cartographer.evidence");

  private final List<Source> sources;
  private final Duration budget;
  private final Alarm alarm;
  private final Clock clock;

  /** Wakes after a while. */
  @FunctionalInterface
  public interface Alarm {
    /** By the time of the platform. */
    Alarm SYSTEM =
        time ->
            CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS));

    /** Is complete once this much time has passed. */
    CompletableFuture<Void> after(Duration time);
  }

  /**
   * A gathering that asks nobody yet.
   *
   * @param budget the whole time it may take
   */
  public Gathering(List<Source> sources, Duration budget, Alarm alarm, Clock clock) {
    this.sources = List.copyOf(sources);
    this.budget = budget;
    this.alarm = alarm;
    this.clock = clock;
  }

  /** One source being asked. */
  private record Asked(Source source, CompletableFuture<List<Evidence>> answer, Thread thread) {}

  /** Asks everybody. Nothing that a source does makes it fail. */
  public Gathered gather(Question question) {
    var deadline = clock.instant().plus(budget);
    var asked = sources.stream().map(source -> ask(source, question, deadline)).toList();
    var all =
        CompletableFuture.allOf(
            asked.stream().map(Asked::answer).toArray(CompletableFuture<?>[]::new));
    var late = alarm.after(budget);
    CompletableFuture.anyOf(all, late).join();
    late.cancel(false);
    var items = new ArrayList<Evidence>();
    asked.forEach(one -> items.addAll(answer(one, question)));
    items.addAll(Nobody.instead(items, question));
    return new Gathered(Weighing.of(question, items), items);
  }

  private Asked ask(Source source, Question question, Instant deadline) {
    var answer = new CompletableFuture<List<Evidence>>();
    var thread =
        Thread.ofVirtual()
            .name("evidence " + source.name())
            .start(() -> answer.complete(told(source, question, deadline)));
    return new Asked(source, answer, thread);
  }

  private List<Evidence> told(Source source, Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      return source.gather(question, deadline);
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "A bug of our own: %s can't be asked", source.name());
      var now = clock.instant();
      var why = "failed on our side (" + bug.getClass().getSimpleName() + ")";
      return source.unknown(question, now, Duration.between(asked, now), why);
    }
  }

  /** What it said in time. */
  private List<Evidence> answer(Asked asked, Question question) {
    var answer = asked.answer.getNow(null);
    if (answer != null) {
      return answer;
    }
    asked.thread.interrupt();
    var why = "did not answer within " + budget.toSeconds() + " s";
    return asked.source.unknown(question, clock.instant(), budget, why);
  }
}
