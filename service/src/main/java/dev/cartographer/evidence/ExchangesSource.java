package dev.cartographer.evidence;

import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.evidence.Reading.Exchanging;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Findings.Probe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Our own exchanges, those for tokens and those made to see: what all processes have counted. */
public final class ExchangesSource implements Source {
  private static final List<Dependency> ALL =
      List.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS);
  private static final Duration LOOK_BACK = Duration.ofHours(2);

  private final ExchangeBook book;
  private final Thresholds thresholds;
  private final Predicate<Name> heldBack;
  private final Clock clock;

  /**
   * A source over a book.
   *
   * @param heldBack whether calls of a region are held back, so that none is to be expected
   */
  public ExchangesSource(
      ExchangeBook book, Thresholds thresholds, Predicate<Name> heldBack, Clock clock) {
    this.book = book;
    this.thresholds = thresholds;
    this.heldBack = heldBack;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "exchanges";
  }

  @Override
  public List<Subject> subjects(Question question) {
    var subjects = new ArrayList<Subject>();
    for (var dependency : ALL) {
      subjects.add(new Subject(Optional.of(dependency), Exchanging.NOTHING));
      subjects.add(new Subject(Optional.of(dependency), new Probed(Probe.UNKNOWN, true)));
    }
    return subjects;
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      return read(question, asked);
    } catch (StoreFailure failure) {
      var latency = Duration.between(asked, clock.instant());
      return unknown(question, clock.instant(), latency, failure.why());
    }
  }

  private List<Evidence> read(Question question, Instant asked) {
    var from = question.now().minus(thresholds.window()).truncatedTo(ChronoUnit.MINUTES);
    var counts = book.since(from);
    var told = new Told(question, asked);
    ALL.forEach(dependency -> told.dependency(dependency, counts));
    circumstances(question, counts).forEach(c -> told.add(Optional.empty(), new Noted(c), said(c)));
    return told.items;
  }

  /**
   * When what fails now in a carrier's region began to, at the latest: the counts know the minute,
   * and what we changed in that minute may have come before. Now, when nothing fails.
   */
  public Instant onset(Carrier carrier, Instant now) {
    return onsets(Set.of(carrier.region()), now)
        .first()
        .map(minute -> minute.plus(Duration.ofMinutes(1)))
        .filter(now::isAfter)
        .orElse(now);
  }

  private Onsets onsets(Set<Name> regions, Instant now) {
    return Onsets.of(book.ofRegions(regions, now.minus(LOOK_BACK)), thresholds, now);
  }

  private Set<Circumstance> circumstances(Question question, List<ExchangeCount> counts) {
    var found = EnumSet.noneOf(Circumstance.class);
    found.addAll(onsets(question.regions(), question.now()).circumstances());
    var made =
        counts.stream().anyMatch(c -> question.regions().contains(c.key().carrier().region()));
    if (!made
        && question.regions().stream().noneMatch(heldBack)
        && book.leftWaiting(question.regions(), question.now().minus(thresholds.window()))) {
      found.add(Circumstance.DEADLOCK);
    }
    return found;
  }

  private static String said(Circumstance circumstance) {
    return switch (circumstance) {
      case SAME_ONSET -> "logging and metrics began to fail within two minutes of each other";
      case LOGGING_BEFORE_IAM -> "logging failed before IAM did";
      case METRICS_BEFORE_IAM -> "metrics failed before IAM did";
      case DEADLOCK -> "bindings are due, nothing holds them back, and no exchange is made";
      case UNUSABLE_ALERT, MUTED, FLAPPING, MONITORING_IMPAIRED -> circumstance.name();
    };
  }

  /** The items of one gathering. */
  private final class Told {
    private final List<Evidence> items = new ArrayList<>();
    private final Question question;
    private final Instant asked;

    Told(Question question, Instant asked) {
      this.question = question;
      this.asked = asked;
    }

    void dependency(Dependency dependency, List<ExchangeCount> counts) {
      var its = counts.stream().filter(c -> c.key().dependency() == dependency).toList();
      var clusters =
          book.clustersFailingAt(dependency, question.regions(), Thresholds.MANY_CUSTOMERS);
      var here = its.stream().filter(this::here).toList();
      var exchanges = DependencyExchanges.of(its, rejected(Tally.of(here), clusters), thresholds);
      var read = exchanges.of(question.carriers());
      var blocked = dependency == Dependency.IAM && Tally.of(others(counts)).blocked() > 0;
      add(
          Optional.of(dependency),
          new Exchanging(read.value(), exchanges.scope(question.carriers()), blocked, clusters > 1),
          said(read, exchanges));
      var probes = Series.of(here.stream().filter(c -> c.key().origin() == Origin.PROBE).toList());
      add(
          Optional.of(dependency),
          new Probed(SyntheticExchanges.read(probes), true),
          said(probes.sum()));
    }

    /** So many and so large a part of all have not lost their keys at once by chance. */
    private static boolean rejected(Tally tally, int clusters) {
      return clusters >= Thresholds.MANY_CUSTOMERS && tally.customers() >= tally.attempts();
    }

    private boolean here(ExchangeCount counted) {
      return question.regions().contains(counted.key().carrier().region());
    }

    private List<ExchangeCount> others(List<ExchangeCount> counts) {
      return counts.stream()
          .filter(c -> c.key().dependency() != Dependency.IAM && here(c))
          .toList();
    }

    private String said(Series.Read read, DependencyExchanges exchanges) {
      var tally = read.tally();
      var carriers =
          question.regions().stream()
              .map(r ->
                  "%d of %d carriers of %s fail"
                      .formatted(exchanges.failing(r), exchanges.reporting(r), r))
              .toList();
      return "%,d of %,d failed (%,d by its doing, %,d by ours), %,d refused to customers, %,d not tried; %s"
          .formatted(
              tally.failures(),
              tally.attempts(),
              tally.theirs(),
              tally.ours() + tally.shared(),
              tally.customers(),
              tally.blocked(),
              String.join(", ", carriers));
    }

    private static String said(Tally probes) {
      return probes.attempts() == 0
          ? "no synthetic exchange was made lately"
          : "%,d of %,d synthetic exchanges went well".formatted(probes.well(), probes.attempts());
    }

    void add(Optional<Dependency> dependency, Reading reading, String excerpt) {
      var now = clock.instant();
      items.add(
          new Evidence(name(), dependency, reading, now, Duration.between(asked, now), excerpt));
    }
  }
}
