package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is not known since nobody is named who could be asked: to be seen, not to be left out. */
final class Nobody {
  private static final String SOURCE = "nobody";

  private Nobody() {}

  /** An unknown item for every kind of evidence of which there is none at all. */
  static List<Evidence> instead(List<Evidence> items, Question question) {
    var missing = new ArrayList<Evidence>();
    for (var dependency : List.of(Dependency.IAM, Dependency.LOGGING, Dependency.METRICS)) {
      add(missing, items, Optional.of(dependency), new Displayed(StatusPage.UNKNOWN), question);
      add(missing, items, Optional.of(dependency), new Announced(Cie.UNKNOWN), question);
    }
    add(missing, items, Optional.empty(), new Controlled(Control.UNKNOWN), question);
    return missing;
  }

  private static void add(
      List<Evidence> missing,
      List<Evidence> items,
      Optional<Dependency> dependency,
      Reading unknown,
      Question question) {
    var asked =
        items.stream()
            .anyMatch(e ->
                e.dependency().equals(dependency) && e.reading().kind().equals(unknown.kind()));
    if (!asked) {
      missing.add(
          new Evidence(
              SOURCE,
              dependency,
              unknown,
              question.now(),
              Duration.ZERO,
              "no source is configured: docs/evidence.md"));
    }
  }
}
