package dev.cartographer.view;

import dev.cartographer.view.Why.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers "why did my logs stop" from what is known of a cluster. Pure. */
public final class WhyAnswer {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Set<String> IDENTITY_KINDS =
      Set.of("identity_rejected", "secret_unreadable", "local");
  private static final String OK = "ok";
  private static final String BROKEN = "broken";
  private static final String WAITING = "waiting";

  private final ClusterView cluster;
  private final Instant now;

  private WhyAnswer(ClusterView cluster, Instant now) {
    this.cluster = cluster;
    this.now = now;
  }

  public static Why of(ClusterView cluster, Instant now) {
    return new WhyAnswer(cluster, now).answer();
  }

  private Why answer() {
    var leaving = cluster.leavingSince();
    return leaving == null ? staying() : leaving(leaving);
  }

  /** A cluster that leaves waits for what was delivered to it, and for nothing else. */
  private Why leaving(Instant since) {
    var fault =
        cluster.bindings().stream().map(BindingView::fault).filter(f -> f != null).findFirst();
    var removal =
        fault
            .map(f -> broken("removal", f))
            .orElseGet(() -> new Link("removal", WAITING, "leaving", "asked for " + time(since)));
    var sentence =
        "%s is being removed since %s: what was delivered to it is taken back first.%s"
            .formatted(
                cluster.name(),
                time(since),
                fault.map(f -> " " + asSentence(f.detail())).orElse(""));
    return new Why(
        cluster.name(),
        fault.isEmpty(),
        List.of(sentence),
        List.of(enrolled(), removal),
        fault.map(_ -> "cartographer remove cluster " + cluster.name() + " --leave").orElse(null));
  }

  private Link enrolled() {
    return new Link("enrolled", OK, "enrolled", DAY.format(cluster.enrolledAt()));
  }

  private Why staying() {
    var chain = new ArrayList<Link>();
    chain.add(enrolled());
    chain.add(identity());
    cluster
        .bindings()
        .forEach(b -> {
          chain.addAll(links(b));
          PickupAnswer.of(b, now).ifPresent(pickup -> chain.add(pickup.link()));
        });
    var healthy = chain.stream().noneMatch(l -> l.state().equals(BROKEN)) && allValid();
    return new Why(cluster.name(), healthy, sentences(healthy), List.copyOf(chain), next(healthy));
  }

  private boolean allValid() {
    return cluster.bindings().stream().allMatch(b -> state(b) == BindingState.VALID);
  }

  private static BindingState state(BindingView binding) {
    return BindingState.of(binding.state());
  }

  /** IAM's step is one for both signals: broken when either stumbles over it. */
  private Link identity() {
    return cluster.bindings().stream()
        .map(BindingView::fault)
        .filter(f -> f != null && step(f) == Step.IDENTITY)
        .findFirst()
        .map(f -> broken("identity", f))
        .orElseGet(() -> known("identity", "IAM vouches for it"));
  }

  private Link known(String step, String text) {
    var everHeld = cluster.bindings().stream().anyMatch(b -> b.generation() > 0);
    return everHeld
        ? new Link(step, OK, cluster.identity(), text)
        : new Link(step, WAITING, "pending", "not tried yet");
  }

  private List<Link> links(BindingView binding) {
    var exchange = binding.signal() + " exchange";
    var delivery = binding.signal() + " delivery";
    var fault = binding.fault();
    if (fault == null) {
      return List.of(exchanged(exchange, binding), delivered(delivery, binding));
    }
    return switch (step(fault)) {
      case IDENTITY ->
          List.of(
              new Link(exchange, WAITING, "blocked", "waits for identity"),
              delivered(delivery, binding));
      case EXCHANGE -> List.of(broken(exchange, fault), delivered(delivery, binding));
      case DELIVERY -> List.of(exchanged(exchange, binding), broken(delivery, fault));
    };
  }

  private Link exchanged(String step, BindingView binding) {
    return binding.generation() == 0
        ? new Link(step, WAITING, "pending", "not tried yet")
        : new Link(step, OK, "issued", "next renewal by " + time(binding.nextAt()));
  }

  private Link delivered(String step, BindingView binding) {
    return switch (state(binding)) {
      case PENDING -> new Link(step, WAITING, "pending", "nothing to deliver yet");
      case EXPIRED ->
          new Link(
              step,
              BROKEN,
              "expired",
              "generation " + binding.generation() + " ended at " + time(binding.expiresAt()));
      case VALID, FAILING ->
          new Link(
              step,
              OK,
              "delivered",
              "generation " + binding.generation() + ", valid until " + time(binding.expiresAt()));
    };
  }

  private Link broken(String step, FaultView fault) {
    return new Link(
        step,
        BROKEN,
        fault.kind(),
        "%s, %d %s since %s, next in %s (%s)"
            .formatted(
                fault.detail(),
                fault.tries(),
                fault.tries() == 1 ? "try" : "tries",
                time(fault.since()),
                in(fault.nextTry()),
                fault.code()));
  }

  private List<String> sentences(boolean healthy) {
    var ill =
        cluster.bindings().stream()
            .filter(b -> state(b) != BindingState.VALID || b.fault() != null)
            .map(this::sentence);
    var well =
        "Logs and metrics have working tokens. The first of them ends at "
            + time(firstEnd())
            + " and is renewed before.";
    var untaken =
        cluster.bindings().stream()
            .flatMap(b -> PickupAnswer.of(b, now).stream())
            .flatMap(pickup -> pickup.sentence().stream());
    return Stream.concat(healthy ? Stream.of(well) : ill, untaken).toList();
  }

  private String sentence(BindingView binding) {
    var what = binding.signal().equals("logs") ? "Logs" : "Metrics";
    var why = binding.fault() == null ? "" : " " + asSentence(binding.fault().detail());
    return switch (state(binding)) {
      case VALID, FAILING ->
          "%s still have a working token, but it can't be renewed. It ends in %s (%s).%s"
              .formatted(what, in(binding.expiresAt()), time(binding.expiresAt()), why);
      case EXPIRED ->
          "%s stopped at %s: the token ended and can't be renewed.%s"
              .formatted(what, time(binding.expiresAt()), why);
      case PENDING ->
          binding.fault() == null
              ? what + " have no token yet: the first one is on its way."
              : "%s have no token yet.%s".formatted(what, why);
    };
  }

  private static String asSentence(String detail) {
    var sentence = Character.toUpperCase(detail.charAt(0)) + detail.substring(1);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private @Nullable String next(boolean healthy) {
    return healthy ? null : "cartographer describe cluster " + cluster.name();
  }

  private @Nullable Instant firstEnd() {
    return cluster.bindings().stream()
        .map(BindingView::expiresAt)
        .filter(e -> e != null)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private enum Step {
    IDENTITY,
    EXCHANGE,
    DELIVERY
  }

  private static Step step(FaultView fault) {
    return switch (fault.dependency()) {
      case "iam" -> Step.IDENTITY;
      case "logging", "metrics" -> Step.EXCHANGE;
      case "cluster" -> IDENTITY_KINDS.contains(fault.kind()) ? Step.IDENTITY : Step.DELIVERY;
      default -> Step.EXCHANGE;
    };
  }

  private static String time(@Nullable Instant instant) {
    return instant == null ? "an unknown time" : UTC.format(instant);
  }

  private String in(@Nullable Instant instant) {
    if (instant == null) {
      return "an unknown time";
    }
    var left = Duration.between(now, instant);
    return left.isNegative() ? "a moment" : Spans.words(left);
  }
}
