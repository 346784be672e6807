package dev.cartographer.escalation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What is to be said, whoever it is said to: plain text throughout, in one line each. A sink makes
 * it fit its own limits and escapes it for its own markup. This is what the outbox keeps; it holds
 * no secret.
 *
 * @param occasion what happened
 * @param at when
 * @param since when the failures began
 * @param title what is broken, in one short sentence
 * @param text the page, or the news: a few sentences
 * @param atFault the dependencies at fault, by their words
 * @param region the one concerned, {@code global} for several
 */
public record Message(
    Occasion occasion,
    Instant at,
    Instant since,
    Urgency urgency,
    String title,
    String text,
    List<Fact> facts,
    List<Seen> evidence,
    List<String> carriers,
    List<Link> links,
    List<String> atFault,
    String region) {

  public Message {
    facts = List.copyOf(facts);
    evidence = List.copyOf(evidence);
    carriers = List.copyOf(carriers);
    links = List.copyOf(links);
    atFault = List.copyOf(atFault);
  }

  /** The same scene, of which something else is said. */
  Message with(Occasion other, String said) {
    return new Message(
        other, at, since, urgency, title, said, facts, evidence, carriers, links, atFault, region);
  }

  /** What a message is about. */
  public enum Occasion {
    PAGED,
    PAGE_ENDED,
    DECIDED,
    HELD,
    CHANGED,
    UNANSWERED,
    FAILED_OPEN,
    REOPENED,
    RESOLVED,
    SUPERSEDED,
    CLOSED,
    /** More incidents than may page one by one. */
    DIGEST;

    /** The word in events. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is over with this. */
    boolean ends() {
      return switch (this) {
        case PAGE_ENDED, RESOLVED, SUPERSEDED, CLOSED -> true;
        case PAGED, DECIDED, HELD, CHANGED, UNANSWERED, FAILED_OPEN, REOPENED, DIGEST -> false;
      };
    }
  }

  /** How urgent it is. */
  public enum Urgency {
    /** Somebody is at fault, and it is known who. */
    CRITICAL,
    /** It is not known well who is at fault. */
    ERROR
  }

  /** A name and its value. */
  public record Fact(String name, String value) {}

  /** One piece of evidence: sign, source, what it says. */
  public record Seen(String sign, String about, String source, String says) {}

  /** Words, and the address behind them. */
  public record Link(String words, String href) {}
}
