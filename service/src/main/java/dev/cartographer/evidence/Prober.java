package dev.cartographer.evidence;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Asks pages again and again whether they answer, and remembers the last three results of each: one
 * alone says too little.
 */
public final class Prober {
  private static final int REMEMBERED = 3;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final List<Target> targets;
  private final Fetch fetch;
  private final Clock clock;
  private final Duration every;
  private final Map<Target, List<Result>> results = new ConcurrentHashMap<>();

  /**
   * A page that is asked.
   *
   * @param dependency whose it is; empty for a control, which is nobody's
   * @param regions where it serves; everywhere when empty
   * @param status it answers with when it is well
   */
  public record Target(
      String name,
      Optional<Dependency> dependency,
      Set<Name> regions,
      WebAddress address,
      int status) {}

  /** What one request came to. */
  enum Sign {
    WELL,
    ILL,
    /** Its name did not resolve, which may be our resolver's fault. */
    NAMELESS,
    /** It was not asked. */
    NONE
  }

  /**
   * One request.
   *
   * @param skew how far the server's clock is ahead of ours
   */
  record Result(Sign sign, String said, Instant at, Duration took, Optional<Duration> skew) {}

  /**
   * A prober that has asked nothing yet.
   *
   * @param every how often {@link #round} is called: a result older than three rounds is none
   */
  public Prober(List<Target> targets, Fetch fetch, Clock clock, Duration every) {
    this.targets = List.copyOf(targets);
    this.fetch = fetch;
    this.clock = clock;
    this.every = every;
  }

  /** Asks every page once, side by side. */
  public void round() {
    var asked = new ArrayList<FutureTask<Boolean>>();
    for (var target : targets) {
      var task = new FutureTask<>(() -> remember(target, ask(target)));
      asked.add(task);
      Thread.ofVirtual().name("probe " + target.name()).start(task);
    }
    asked.forEach(Prober::await);
  }

  private static void await(FutureTask<Boolean> task) {
    try {
      task.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      task.cancel(true);
    } catch (ExecutionException bug) {
      throw new IllegalStateException("a probe failed on our side", bug.getCause());
    }
  }

  private Result ask(Target target) {
    var asked = clock.instant();
    try {
      var answer = fetch.get(target.address(), Optional.empty(), asked.plus(LONGEST));
      var well = answer.status() == target.status();
      var skew = answer.theirClock().map(theirs -> Duration.between(answer.at(), theirs));
      var said = "answered with status " + answer.status();
      return new Result(well ? Sign.WELL : Sign.ILL, said, answer.at(), answer.took(), skew);
    } catch (Unfetched unfetched) {
      var now = clock.instant();
      return new Result(
          sign(unfetched), unfetched.why(), now, Duration.between(asked, now), Optional.empty());
    }
  }

  private static Sign sign(Unfetched unfetched) {
    return switch (unfetched.cause()) {
      case DOWN -> Sign.ILL;
      case NAME -> Sign.NAMELESS;
      case NEITHER -> Sign.NONE;
    };
  }

  private boolean remember(Target target, Result result) {
    results.merge(
        target,
        List.of(result),
        (before, one) -> {
          var all = new ArrayList<>(before);
          all.addAll(one);
          return List.copyOf(all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
        });
    return true;
  }

  /** Those that concern a question. */
  List<Target> targets(Question question) {
    return targets.stream().filter(t -> question.concerns(t.regions())).toList();
  }

  /** The last results of a page that are not too old, the newest last. */
  List<Result> last(Target target) {
    var oldest = clock.instant().minus(every.multipliedBy(REMEMBERED + 1L));
    return results.getOrDefault(target, List.of()).stream()
        .filter(r -> !r.at().isBefore(oldest))
        .toList();
  }

  /** Whether two of the last three came to one of these. */
  static boolean twice(List<Result> last, Sign... signs) {
    return last.stream().filter(r -> List.of(signs).contains(r.sign())).count() >= 2;
  }

  /** The last results of a page in words. */
  String said(Target target) {
    var last = last(target);
    var well = last.stream().filter(r -> r.sign() == Sign.WELL).count();
    return "%s %d of the last %d well; %s"
        .formatted(target.address(), well, last.size(), newest(target).said());
  }

  /** The newest result, or that there is none. */
  Result newest(Target target) {
    var last = last(target);
    return last.isEmpty()
        ? new Result(
            Sign.NONE, "was not asked lately", clock.instant(), Duration.ZERO, Optional.empty())
        : last.getLast();
  }
}
