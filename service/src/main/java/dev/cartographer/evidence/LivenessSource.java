package dev.cartographer.evidence;

import dev.cartographer.evidence.Prober.Sign;
import dev.cartographer.evidence.Prober.Target;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.verdict.Findings.Probe;
import java.time.Instant;
import java.util.List;

/** Whether pages of the dependencies answer; whether these give tokens, they don't say. */
public record LivenessSource(Prober prober) implements Source {

  @Override
  public String name() {
    return "liveness";
  }

  @Override
  public List<Subject> subjects(Question question) {
    return prober.targets(question).stream()
        .map(t -> new Subject(t.dependency(), new Probed(Probe.UNKNOWN, false)))
        .toList();
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    return prober.targets(question).stream().map(this::told).toList();
  }

  private Evidence told(Target target) {
    var newest = prober.newest(target);
    return new Evidence(
        target.name(),
        target.dependency(),
        new Probed(read(target), false),
        newest.at(),
        newest.took(),
        prober.said(target));
  }

  private Probe read(Target target) {
    var last = prober.last(target);
    if (Prober.twice(last, Sign.WELL)) {
      return Probe.UP_LIVENESS;
    }
    return Prober.twice(last, Sign.ILL) ? Probe.DOWN : Probe.UNKNOWN;
  }
}
