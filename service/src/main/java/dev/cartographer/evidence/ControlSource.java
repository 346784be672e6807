package dev.cartographer.evidence;

import dev.cartographer.evidence.Prober.Sign;
import dev.cartographer.evidence.Prober.Target;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.verdict.Case.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether pages that have nothing to do with any dependency answer, whether their names resolve,
 * and whether their clocks agree with ours: what is wrong there is wrong with us.
 *
 * @param mostSkew how far our clock may be off
 */
public record ControlSource(Prober prober, Duration mostSkew) implements Source {

  @Override
  public String name() {
    return "control";
  }

  @Override
  public List<Subject> subjects(Question question) {
    return prober.targets(question).stream()
        .map(t -> new Subject(Optional.empty(), new Controlled(Control.UNKNOWN)))
        .toList();
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    return prober.targets(question).stream().map(this::told).toList();
  }

  private Evidence told(Target target) {
    var newest = prober.newest(target);
    var skew = newest.skew().filter(s -> s.abs().compareTo(mostSkew) > 0);
    return new Evidence(
        target.name(),
        Optional.empty(),
        new Controlled(skew.isPresent() ? Control.BAD : reached(target)),
        newest.at(),
        newest.took(),
        skew.map(s -> target.address() + " " + said(s)).orElseGet(() -> prober.said(target)));
  }

  private static String said(Duration skew) {
    return "has a clock %d s %s ours"
        .formatted(skew.abs().toSeconds(), skew.isNegative() ? "behind" : "ahead of");
  }

  /** A name that does not resolve is as bad here as a page that does not answer. */
  private Control reached(Target target) {
    var last = prober.last(target);
    if (Prober.twice(last, Sign.WELL)) {
      return Control.OK;
    }
    return Prober.twice(last, Sign.ILL, Sign.NAMELESS) ? Control.BAD : Control.UNKNOWN;
  }
}
