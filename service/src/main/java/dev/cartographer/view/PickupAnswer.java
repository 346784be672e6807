package dev.cartographer.view;

import org.jspecify.annotations.Nullable;
import dev.cartographer.view.Why.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Says whether a binding's agents use its token. They are late once half of the time is over that
 * was left to them, and stopped once the token that they use has ended. Pure.
 */
record PickupAnswer(BindingView binding, PickupView pickup, Instant delivered, Instant now) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Empty when nobody tells, or there is nothing to take up. */
  static Optional<PickupAnswer> of(BindingView binding, Instant now) {
    var pickup = binding.pickup();
    var delivered = binding.issuedAt();
    return pickup == null || delivered == null
        ? Optional.empty()
        : Optional.of(new PickupAnswer(binding, pickup, delivered, now));
  }

  private enum Standing {
    TAKEN("ok", "taken_up"),
    WAITING("waiting", "waiting"),
    LATE("waiting", "late"),
    STOPPED("broken", "not_taken_up");

    private final String state;
    private final String reason;

    Standing(String state, String reason) {
      this.state = state;
      this.reason = reason;
    }
  }

  private Standing standing() {
    if (pickup.taken()) {
      return Standing.TAKEN;
    }
    var end = end();
    if (!now.isBefore(end)) {
      return Standing.STOPPED;
    }
    var half = delivered.plus(Duration.between(delivered, end).dividedBy(2));
    return now.isBefore(half) ? Standing.WAITING : Standing.LATE;
  }

  /** Of the token that they use; of the first one, which they do not use yet, its own. */
  private Instant end() {
    return Optional.ofNullable(pickup.expiresAt())
        .or(() -> Optional.ofNullable(binding.expiresAt()))
        .orElse(now);
  }

  Link link() {
    var standing = standing();
    return new Link(binding.signal() + " pickup", standing.state, standing.reason, text(standing));
  }

  private String text(Standing standing) {
    return switch (standing) {
      case TAKEN -> "taken up " + at(pickup.at()) + " (" + pickup.how() + ")";
      case WAITING, LATE, STOPPED ->
          "delivered " + ago(delivered) + "; the agent has not taken it up yet";
    };
  }

  /** What is to be said of it, when it is not as it should be. */
  Optional<String> sentence() {
    var what = binding.signal().equals("logs") ? "Logs" : "Metrics";
    return switch (standing()) {
      case TAKEN, WAITING -> Optional.empty();
      case LATE ->
          Optional.of(
              "%s: the agent has not taken up generation %d, delivered %s. %s See to the agent (CTG-2108)."
                  .formatted(what, binding.generation(), ago(delivered), remaining()));
      case STOPPED ->
          Optional.of(
              "%s stopped at %s: the agent has not taken up generation %d, delivered %s. See to the agent (CTG-2108)."
                  .formatted(what, at(end()), binding.generation(), ago(delivered)));
    };
  }

  private String remaining() {
    return pickup.generation() == 0
        ? "It uses none yet."
        : "The one it uses ends in %s (%s)."
            .formatted(Spans.words(Duration.between(now, end())), at(end()));
  }

  private String ago(Instant then) {
    return then.isAfter(now) ? "just now" : Spans.words(Duration.between(then, now)) + " ago";
  }

  private static String at(@Nullable Instant instant) {
    return instant == null ? "at some time" : UTC.format(instant);
  }
}
