package dev.cartographer.escalation;

import dev.cartographer.http.HttpReply;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.http.RetryAfter;
import dev.cartographer.http.Unanswered;
import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One attempt over HTTP: a few requests with one secret, and what is kept of them. */
final class Call {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Wire wire;
  private final SecretText secret;
  private String request = "";
  private String answer = "";

  Call(Wire wire, SecretText secret) {
    this.wire = wire;
    this.secret = secret;
  }

  SecretText secret() {
    return secret;
  }

  Optional<SecretText> authorization(String scheme) {
    return secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new SecretText(scheme + " " + secret.reveal()));
  }

  Instant now() {
    return wire.clock().instant();
  }

  HttpReply ask(HttpRequest asked) {
    request = Masked.request(asked, secret);
    answer = "";
    var reply = wire.http().send(asked);
    answer = Masked.answer(reply, secret);
    return reply;
  }

  /** Does the asking; who doesn't answer is asked again later. */
  Sent settle(Supplier<Outcome> asking) {
    try {
      return sent(asking.get());
    } catch (Unanswered silent) {
      var arrived = silent.mayHaveArrived() ? "; it may have arrived" : "";
      return sent(new Outcome.Later("the receiver " + silent.what() + arrived));
    }
  }

  private Sent sent(Outcome outcome) {
    return new Sent(outcome, request, answer);
  }

  Shadow shadow(HttpRequest would, Receipt receipt) {
    return new Shadow(Masked.request(would, secret), receipt);
  }

  /**
   * What an answer comes to that is not what was hoped for: later for a receiver in trouble, never
   * for one that refuses.
   */
  Outcome unwelcome(HttpReply reply) {
    var status = reply.status();
    var passing = status == 408 || status == 425 || status == 429 || status >= 500;
    return passing || reply.successful() ? later(reply) : refused(reply);
  }

  Outcome later(HttpReply reply) {
    return new Outcome.Later(asked(reply), said(reply), Receipt.NONE);
  }

  Outcome refused(HttpReply reply) {
    return new Outcome.Refused(said(reply));
  }

  private String said(HttpReply reply) {
    return "the receiver answered " + Masked.answer(reply, secret).strip();
  }

  /** How long it asks to be left alone, an hour at most. */
  private Optional<Duration> asked(HttpReply reply) {
    return reply
        .header("retry-after")
        .flatMap(header -> RetryAfter.of(header, now()))
        .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
  }
}
