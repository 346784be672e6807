package dev.cartographer.escalation;

import dev.cartographer.escalation.Message.Fact;
import dev.cartographer.escalation.Message.Link;
import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Seen;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Team;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Messages and errands that tests send. */
final class Some {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Some() {}

  static Message message(Occasion occasion) {
    return new Message(
        occasion,
        NOON,
        NOON.minusSeconds(120),
        Urgency.CRITICAL,
        "IAM token exchange fails on 12 carriers in us-south",
        "IAM token exchange fails on 12 carriers in us-south since 11:58Z.",
        List.of(
            new Fact("Since", "11:58Z"), new Fact("Verdict", "IAM is at fault (rule I1, high)")),
        List.of(
            new Seen("✖", "IAM", "probe", "503 from 3 places"), new Seen("?", "IAM", "CIE", "–")),
        List.of("dal10-carrier1", "dal10-carrier2"),
        List.of(new Link("incident", "https://cartographer.example/incidents/42")),
        List.of("iam"),
        "us-south");
  }

  static Errand page(int attempt) {
    return errand(Action.PAGE, message(Occasion.PAGED), attempt);
  }

  static Errand end() {
    return errand(Action.END, message(Occasion.PAGE_ENDED), 1);
  }

  static Errand news(Occasion occasion, int attempt) {
    return errand(Action.TELL, message(occasion), attempt);
  }

  static Errand errand(Action action, Message message, int attempt) {
    var key = "42/7.0/" + action.word() + "/IAM/sink";
    return new Errand(
        new Order(key, "42", Team.IAM, "sink", action, message, Optional.empty()),
        NOON,
        attempt,
        attempt,
        Receipt.NONE,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  static Errand after(Errand errand, Receipt first) {
    return new Errand(
        errand.order(),
        errand.writtenAt(),
        errand.fence(),
        errand.attempt(),
        errand.soFar(),
        Optional.of(first),
        errand.issue(),
        errand.shadows());
  }

  static Errand goingOn(Errand errand, Outcome before) {
    var soFar = before instanceof Outcome.Later later ? later.soFar() : Receipt.NONE;
    return new Errand(
        errand.order(),
        errand.writtenAt(),
        errand.fence() + 1,
        errand.attempt() + 1,
        soFar,
        errand.thread(),
        errand.issue(),
        errand.shadows());
  }
}
