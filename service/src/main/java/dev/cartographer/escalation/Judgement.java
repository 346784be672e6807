package dev.cartographer.escalation;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from an attempt. A page that its pager doesn't take goes to the team's other pager;
 * then it is given up, and armada ICE is paged in its place. Armada ICE's is never given up. Pure.
 */
final class Judgement {
  /**
   * How long a pager may leave a page untaken. With what an incident takes until its first page,
   * armada ICE has one within five minutes.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String GIVEN_UP = "It took too long to reach you; others are paged.";

  private final Plan plan;
  private final Errand errand;
  private final Instant now;

  Judgement(Plan plan, Errand errand, Instant now) {
    this.plan = plan;
    this.errand = errand;
    this.now = now;
  }

  Result of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(var receipt, var again) ->
          new Result.Accepted(receipt, again.map(now::plus));
      case Outcome.Later later -> isPage() && late(later) ? givenUp(later) : later(later);
      case Outcome.Refused(var why) -> isPage() ? refusedPage(why) : refused(why, List.of());
    };
  }

  /** What the incident is to be told; empty while it isn't over, and for a digest. */
  Optional<PageFate> told(Result result) {
    if (!isPage() || errand.message().occasion() == Message.Occasion.DIGEST) {
      return Optional.empty();
    }
    return switch (result) {
      case Result.Accepted(var receipt, var _) -> Optional.of(new PageFate.Accepted(receipt));
      case Result.Later _ -> Optional.empty();
      case Result.Refused(var why, var instead) ->
          instead.stream().anyMatch(order -> order.action() == Action.PAGE)
              ? Optional.empty()
              : Optional.of(new PageFate.Refused(why));
      case Result.Shadowed _ -> Optional.of(unsent("it is in shadow mode"));
      case Result.Dropped(var why) -> Optional.of(unsent(why));
    };
  }

  /** Somebody must be woken, unless all of this is only tried out. */
  private PageFate unsent(String why) {
    return errand.order().team() != Team.ARMADA_ICE && plan.wakes(Team.ARMADA_ICE)
        ? new PageFate.Refused(why)
        : new PageFate.Shadowed();
  }

  private boolean isPage() {
    return errand.order().action() == Action.PAGE;
  }

  /** By now, or by the time that the pager wants to be asked again. */
  private boolean late(Outcome.Later later) {
    var next = now.plus(later.after().orElse(Duration.ZERO));
    return !next.isBefore(end());
  }

  private Instant end() {
    return errand.writtenAt().plus(PATIENCE);
  }

  private Result later(Outcome.Later later) {
    var wait = Backoff.after(errand.attempt(), errand.order().action(), later.after());
    var next = now.plus(wait);
    var last = isPage() && now.isBefore(end()) && next.isAfter(end()) && later.after().isEmpty();
    return new Result.Later(last ? end() : next, later.why(), later.soFar());
  }

  /** It may have arrived all the same, so its end follows it. */
  private Result givenUp(Outcome.Later later) {
    var why = "not taken within " + PATIENCE.toMinutes() + " min: " + later.why();
    var fallback = fallback();
    if (fallback.isEmpty() && errand.order().team() == Team.ARMADA_ICE) {
      return later(later);
    }
    var instead = new ArrayList<Order>();
    fallback.ifPresent(instead::add);
    instead.add(ending());
    return refused(why, instead);
  }

  private Result refusedPage(String why) {
    var fallback = fallback();
    if (fallback.isEmpty() && errand.order().team() == Team.ARMADA_ICE) {
      return later(new Outcome.Later(why));
    }
    return refused(why, fallback.stream().toList());
  }

  private static Result refused(String why, List<Order> instead) {
    return new Result.Refused(why, instead);
  }

  private Optional<Order> fallback() {
    var order = errand.order();
    return plan.contact(order.team()).reach() instanceof Reach.Pager(var first, var fallback)
            && order.sink().equals(first)
        ? fallback.map(other -> order.to(other, order.key() + "/" + other))
        : Optional.empty();
  }

  private Order ending() {
    var order = errand.order();
    return new Order(
        order.key() + "/given-up",
        order.incident(),
        order.team(),
        order.sink(),
        Action.END,
        order.message().with(Message.Occasion.PAGE_ENDED, GIVEN_UP),
        Optional.empty());
  }
}
