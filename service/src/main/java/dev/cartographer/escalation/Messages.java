package dev.cartographer.escalation;

import dev.cartographer.escalation.Message.Fact;
import dev.cartographer.escalation.Message.Link;
import dev.cartographer.escalation.Message.Occasion;
import dev.cartographer.escalation.Message.Seen;
import dev.cartographer.escalation.Message.Urgency;
import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Effect.News;
import dev.cartographer.incident.Effect.Why;
import dev.cartographer.incident.Team;
import dev.cartographer.verdict.Confidence;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be said of a step. */
final class Messages {
  private static final int MOST_CARRIERS = 200;
  private static final int MOST_EVIDENCE = 100;

  private final StepTaken step;
  private final Plan plan;
  private final Scene scene;
  private final NewsText news;

  Messages(StepTaken step, Plan plan) {
    this.step = step;
    this.plan = plan;
    this.scene = new Scene(step.situation(), step.at());
    this.news = new NewsText(step.after(), plan);
  }

  Message page(Team team) {
    var page = new PageText(step.after(), team, step.situation(), plan, step.at());
    return message(Occasion.PAGED, page.urgency(), page.title(), page.text(), page.about());
  }

  Message ended(Team team, Why why) {
    var page = new PageText(step.after(), team, step.situation(), plan, step.at());
    return message(
        Occasion.PAGE_ENDED, page.urgency(), page.title(), news.ended(why), page.about());
  }

  Message news(News told) {
    var about = step.after().verdict().map(Verdict::atFault).orElse(Set.of());
    return message(occasion(told), urgency(), title(), news.of(told), about);
  }

  Message closed() {
    return message(Occasion.CLOSED, urgency(), title(), "It stays closed.", Set.of());
  }

  /** One page for all those that would be too many. */
  Message digest() {
    var text =
        "More incidents want to page than may, so this page stands for all of them until the hour"
            + " is over. The last: "
            + title()
            + ". First: look at all open incidents. Why you: nobody else sees them all.";
    return message(Occasion.DIGEST, Urgency.CRITICAL, "Many incidents at once", text, Set.of());
  }

  private static Occasion occasion(News told) {
    return switch (told) {
      case DECIDED -> Occasion.DECIDED;
      case HELD -> Occasion.HELD;
      case CHANGED -> Occasion.CHANGED;
      case UNANSWERED -> Occasion.UNANSWERED;
      case FAILED_OPEN -> Occasion.FAILED_OPEN;
      case REOPENED -> Occasion.REOPENED;
      case RESOLVED -> Occasion.RESOLVED;
      case SUPERSEDED -> Occasion.SUPERSEDED;
    };
  }

  private String title() {
    return Printable.limited(scene.broken(Scene.failing(step.after())), 120);
  }

  private Urgency urgency() {
    var sure =
        Scene.rulings(step.after()).stream()
            .map(Ruling::confidence)
            .anyMatch(c -> c != Confidence.LOW);
    return sure ? Urgency.CRITICAL : Urgency.ERROR;
  }

  private Message message(
      Occasion occasion, Urgency urgency, String title, String text, Set<Dependency> about) {
    var situation = step.situation();
    return new Message(
        occasion,
        step.at(),
        situation.since(),
        urgency,
        title,
        text,
        facts(),
        situation.evidence().stream().limit(MOST_EVIDENCE).map(Messages::seen).toList(),
        situation.carriers().stream().limit(MOST_CARRIERS).map(Printable::name).toList(),
        links(),
        about.stream().sorted().map(Dependency::word).toList(),
        scene.region());
  }

  private List<Fact> facts() {
    var situation = step.situation();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact("Since", scene.time(situation.since())));
    facts.add(new Fact("Carriers", Scene.number(situation.carriers().size())));
    facts.add(new Fact("Clusters that can't renew", Scene.number(situation.clusters())));
    facts.add(new Fact("Dark", Scene.number(situation.dark())));
    situation.firstDarkAt().ifPresent(at -> facts.add(new Fact("Next dark at", scene.time(at))));
    var verdict =
        Scene.rulings(step.after()).stream().map(Wording::of).collect(Collectors.joining("; "));
    if (!verdict.isEmpty()) {
      facts.add(new Fact("Verdict", verdict));
    }
    if (!news.paged().isEmpty()) {
      facts.add(new Fact("Paged", news.paged()));
    }
    return facts;
  }

  private static Seen seen(Situation.Evidence evidence) {
    return new Seen(
        evidence.mark().sign(),
        Wording.name(evidence.about()),
        Printable.sentence(evidence.source()),
        Printable.sentence(evidence.says()));
  }

  private List<Link> links() {
    var from = step.situation().links();
    var links = new ArrayList<Link>();
    from.incident().ifPresent(uri -> links.add(new Link("incident", uri.toString())));
    from.dashboard()
        .ifPresent(uri ->
            links.add(new Link("dashboard", DashboardLink.of(uri, step.situation().carriers()))));
    from.runbook().ifPresent(uri -> links.add(new Link("runbook", uri.toString())));
    return links;
  }
}
