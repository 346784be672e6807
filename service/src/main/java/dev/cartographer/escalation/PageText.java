package dev.cartographer.escalation;

import dev.cartographer.escalation.Situation.Evidence;
import dev.cartographer.escalation.Situation.Mark;
import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Incident;
import dev.cartographer.incident.Page;
import dev.cartographer.incident.Team;
import dev.cartographer.verdict.Confidence;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a person reads who was just woken: what broke, how bad it is, what to do first, and why they
 * were woken and nobody else.
 */
final class PageText {
  private static final int LONGEST = 1024;

  private final Incident incident;
  private final Team team;
  private final Situation situation;
  private final Plan plan;
  private final Scene scene;

  PageText(Incident incident, Team team, Situation situation, Plan plan, Instant now) {
    this.incident = incident;
    this.team = team;
    this.situation = situation;
    this.plan = plan;
    this.scene = new Scene(situation, now);
  }

  /** What broke, at most 120 characters. */
  String title() {
    return Printable.limited(scene.broken(about()), 120);
  }

  /** The whole of it. What doesn't fit is the evidence. */
  String text() {
    var broke = scene.broken(about()) + " " + scene.since() + ".";
    var first = "First: " + first() + ".";
    var essential = String.join(" ", broke, scene.howBad(), first, "Why you: " + why() + ".");
    var evidence = evidence();
    var whole = evidence.isEmpty() ? essential : essential + " " + evidence;
    return Printable.limited(whole, LONGEST);
  }

  /** How sure it is that it is theirs. */
  Message.Urgency urgency() {
    return ruling().filter(r -> r.confidence() != Confidence.LOW).isPresent()
        ? Message.Urgency.CRITICAL
        : Message.Urgency.ERROR;
  }

  /** The dependencies that this page is about. */
  Set<Dependency> about() {
    var own = own(team);
    if (own.isPresent()) {
      return Set.of(own.get());
    }
    var ours = ourselves().map(Ruling::about).collect(Collectors.toCollection(TreeSet::new));
    return ours.isEmpty() ? Scene.failing(incident) : ours;
  }

  private Stream<Ruling> ourselves() {
    return Scene.rulings(incident).stream().filter(r -> r.outcome() instanceof Outcome.Ourselves);
  }

  /** The ruling that makes it theirs; empty when no ruling does. */
  private Optional<Ruling> ruling() {
    if (team == Team.ARMADA_ICE) {
      return ourselves().findFirst();
    }
    return Scene.rulings(incident).stream()
        .filter(r -> r.outcome() instanceof Outcome.AtFault)
        .filter(r -> own(team).filter(r.about()::equals).isPresent())
        .findFirst();
  }

  private static Optional<Dependency> own(Team team) {
    return switch (team) {
      case IAM -> Optional.of(Dependency.IAM);
      case LOGGING -> Optional.of(Dependency.LOGGING);
      case METRICS -> Optional.of(Dependency.METRICS);
      case ARMADA_ICE -> Optional.empty();
    };
  }

  private String first() {
    if (ruling().isEmpty()) {
      return team == Team.ARMADA_ICE
          ? "read the evidence, and follow the runbook"
          : "see whether " + Wording.names(about()) + " gives tokens";
    }
    return switch (ruling().get().outcome()) {
      case Outcome.Ourselves(var cause) -> Wording.first(cause, ruling().get().about());
      case Outcome.AtFault(), Outcome.Cleared(), Outcome.FollowsFromIam(), Outcome.Hold(_) ->
          "see whether " + Wording.names(about()) + " gives tokens" + region();
    };
  }

  private String region() {
    return situation.regions().size() == 1 ? " in " + scene.region() : "";
  }

  private String why() {
    if (ruling().isPresent()) {
      return Wording.of(ruling().get());
    }
    if (incident.assigned()) {
      return "a person says that it is yours";
    }
    var silent = silent();
    if (!silent.isEmpty()) {
      return silent + " was paged, and did not take it";
    }
    return incident.verdict().isPresent()
        ? "nobody else can be told to be at fault"
        : "there could be no verdict";
  }

  /** Whose page was refused or stands unanswered. */
  private String silent() {
    return incident.pages().entrySet().stream()
        .filter(page -> page.getKey() != team && unanswered(page.getValue()))
        .map(page -> plan.contact(page.getKey()).name())
        .collect(Collectors.joining(" and "));
  }

  private static boolean unanswered(Page page) {
    return switch (page.state()) {
      case REFUSED, ACCEPTED -> true;
      case WANTED, ACKNOWLEDGED, ENDED -> false;
    };
  }

  private String evidence() {
    return ill().stream()
        .map(e -> Printable.sentence(e.source()) + ": " + Printable.sentence(e.says()) + ".")
        .collect(Collectors.joining(" "));
  }

  private List<Evidence> ill() {
    return situation.evidence().stream()
        .filter(e -> e.mark() == Mark.ILL && about().contains(e.about()))
        .toList();
  }
}
