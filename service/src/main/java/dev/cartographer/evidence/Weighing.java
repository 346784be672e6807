package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Alerting;
import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.evidence.Reading.Changed;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Exchanging;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes of many items the one case that is decided. Where several speak of the same, what is
 * unknown gives way to what is known, and what contradicts itself is unknown unless one of them is
 * stronger. Pure.
 */
final class Weighing {
  private final Question question;
  private final List<Evidence> items;

  private Weighing(Question question, List<Evidence> items) {
    this.question = question;
    this.items = items;
  }

  static Case of(Question question, List<Evidence> items) {
    return new Weighing(question, items).weighed();
  }

  private Case weighed() {
    var findings = new EnumMap<Dependency, Findings>(Dependency.class);
    for (var dependency : List.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS)) {
      findings.put(dependency, findings(dependency));
    }
    return new Case(firing(), findings, control(), circumstances());
  }

  private Findings findings(Dependency dependency) {
    var about = items.stream().filter(e -> e.dependency().filter(dependency::equals).isPresent());
    var its = about.map(Evidence::reading).toList();
    var exchanging = only(its, Exchanging.class).findFirst().orElse(Exchanging.NOTHING);
    return new Findings(
        exchanging.value(),
        probe(only(its, Probed.class).toList()),
        loudest(
            only(its, Displayed.class).map(Displayed::value).collect(values(StatusPage.class)),
            List.of(
                StatusPage.MAINTENANCE,
                StatusPage.OUTAGE,
                StatusPage.DEGRADED,
                StatusPage.OPERATIONAL,
                StatusPage.UNKNOWN)),
        loudest(
            only(its, Announced.class).map(Announced::value).collect(values(Cie.class)),
            List.of(Cie.OPEN, Cie.NONE, Cie.UNKNOWN)),
        exchanging.scope(),
        loudest(
            only(readings(), Changed.class).map(Changed::value).collect(values(OwnChange.class)),
            List.of(OwnChange.RECENT, OwnChange.NONE, OwnChange.UNKNOWN)),
        exchanging.othersBlocked(),
        exchanging.manyKeys());
  }

  /**
   * A whole exchange says more than that somebody answers; what contradicts itself says nothing.
   */
  private static Probe probe(List<Probed> probes) {
    var known = probes.stream().filter(p -> p.value() != Probe.UNKNOWN).toList();
    var functional = known.stream().anyMatch(Probed::functional);
    var said =
        known.stream()
            .filter(p -> p.functional() == functional)
            .map(Probed::value)
            .collect(values(Probe.class));
    return said.size() == 1 ? said.iterator().next() : Probe.UNKNOWN;
  }

  /** Bad only if nobody says that it is well: one page that is down is that page's matter. */
  private Control control() {
    return loudest(
        only(readings(), Controlled.class).map(Controlled::value).collect(values(Control.class)),
        List.of(Control.OK, Control.BAD, Control.UNKNOWN));
  }

  /** Whoever asks knows best which alerts fire; a person who just asks leaves it to the sources. */
  private Set<Dependency> firing() {
    if (!question.firing().isEmpty()) {
      return question.firing();
    }
    return items.stream()
        .filter(e -> e.reading() instanceof Alerting(var fires) && fires)
        .flatMap(e -> e.dependency().stream())
        .collect(values(Dependency.class));
  }

  private Set<Circumstance> circumstances() {
    return Stream.concat(
            question.circumstances().stream(), only(readings(), Noted.class).map(Noted::value))
        .collect(values(Circumstance.class));
  }

  private List<Reading> readings() {
    return items.stream().map(Evidence::reading).toList();
  }

  private static <T extends Reading> Stream<T> only(List<Reading> readings, Class<T> kind) {
    return readings.stream().filter(kind::isInstance).map(kind::cast);
  }

  private static <E extends Enum<E>> Collector<E, ?, EnumSet<E>> values(Class<E> type) {
    return Collectors.toCollection(() -> EnumSet.noneOf(type));
  }

  /** The first in this order that was said; the last when nothing was. */
  private static <E> E loudest(Set<E> said, List<E> order) {
    return order.stream().filter(said::contains).findFirst().orElse(order.getLast());
  }
}
