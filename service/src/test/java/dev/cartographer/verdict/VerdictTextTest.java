package dev.cartographer.verdict;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Ruling.Reason;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VerdictTextTest {

  private static Ruling ruling(String rule, Dependency about, Outcome outcome) {
    return new Ruling(rule, about, outcome, Confidence.MEDIUM);
  }

  @Test
  void whoeverIsAtFaultIsNamedFirst() {
    var verdict =
        new Verdict(
            List.of(
                ruling("I15", IAM, new Outcome.Cleared()),
                ruling("D7", LOGGING, new Outcome.Ourselves(Cause.UNCLEAR)),
                ruling("I1", METRICS, new Outcome.AtFault())),
            List.of());

    assertThat(VerdictText.sentences(verdict))
        .containsExactly(
            "Metrics is at fault (rule I1, medium confidence).",
            "What is known of Logging does not tell who is at fault (rule D7, medium confidence).",
            "IAM works (rule I15, medium confidence).");
  }

  @Test
  void everyCauseAndEveryReasonHasWordsOfItsOwn() {
    var sentences = new TreeSet<String>();
    for (var cause : Cause.values()) {
      sentences.add(said(new Outcome.Ourselves(cause)));
    }
    for (var reason : Reason.values()) {
      sentences.add(said(new Outcome.Hold(reason)));
    }
    sentences.add(said(new Outcome.FollowsFromIam()));

    assertThat(sentences).hasSize(16).allMatch(s -> s.endsWith("(rule I1, medium confidence)."));
  }

  private static String said(Outcome outcome) {
    return VerdictText.sentences(new Verdict(List.of(ruling("I1", IAM, outcome)), List.of()))
        .getFirst();
  }
}
