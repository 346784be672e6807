package dev.cartographer.escalation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Alert;
import dev.cartographer.incident.Incident;
import dev.cartographer.verdict.Ruling;
import dev.cartographer.verdict.Ruling.Outcome;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is broken and how bad it is, in words. */
final class Scene {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Situation situation;
  private final Instant now;

  Scene(Situation situation, Instant now) {
    this.situation = situation;
    this.now = now;
  }

  /** Such as {@code IAM token exchange fails on 12 carriers in us-south}. */
  String broken(Set<Dependency> dependencies) {
    var names = Wording.names(dependencies);
    var what = names.isEmpty() ? "Token exchange" : names + " token exchange";
    return Character.toUpperCase(what.charAt(0)) + what.substring(1) + " fails on " + where();
  }

  String since() {
    var share = situation.failing().map(f -> " (" + f + " % of exchanges)").orElse("");
    return "since " + time(situation.since()) + share;
  }

  private String where() {
    var carriers = situation.carriers();
    return switch (carriers.size()) {
      case 0 -> "carriers that we don't know";
      case 1 -> "carrier " + Printable.name(carriers.getFirst()) + in();
      default -> number(carriers.size()) + " carriers" + in();
    };
  }

  private String in() {
    var regions = situation.regions();
    return switch (regions.size()) {
      case 0 -> "";
      case 1 -> " in " + Printable.name(regions.getFirst());
      default -> " in " + regions.size() + " regions";
    };
  }

  /** Such as {@code 3,400 clusters can't renew; 2 are dark; the next is at 10:47Z}. */
  String howBad() {
    if (situation.clusters() == 0) {
      return "No cluster is known to suffer yet.";
    }
    var clusters =
        situation.clusters() == 1 ? "1 cluster" : number(situation.clusters()) + " clusters";
    var text = new StringBuilder(clusters + " can't renew");
    text.append(
        situation.dark() == 0 ? "; none is dark" : "; " + number(situation.dark()) + " dark");
    situation
        .firstDarkAt()
        .ifPresent(at ->
            text.append(situation.dark() == 0 ? "; the first will be at " : "; the next at ")
                .append(time(at)));
    return text.append('.').toString();
  }

  String region() {
    return switch (situation.regions().size()) {
      case 0 -> "unknown";
      case 1 -> Printable.name(situation.regions().getFirst());
      default -> "global";
    };
  }

  String time(Instant at) {
    var sameDay =
        at.atOffset(ZoneOffset.UTC)
            .toLocalDate()
            .equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
    return (sameDay ? TIME : DAY_AND_TIME).format(at);
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The dependencies whose exchanges fail, as far as the incident knows. */
  static Set<Dependency> failing(Incident incident) {
    var alerts =
        incident.firing().stream()
            .map(Alert::dependency)
            .collect(Collectors.toCollection(TreeSet::new));
    return alerts.isEmpty() ? ruledOn(incident) : alerts;
  }

  private static Set<Dependency> ruledOn(Incident incident) {
    return rulings(incident).stream()
        .filter(ruling -> !(ruling.outcome() instanceof Outcome.Cleared))
        .map(Ruling::about)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<Ruling> rulings(Incident incident) {
    return incident.verdict().map(v -> v.rulings()).orElse(List.of());
  }
}
