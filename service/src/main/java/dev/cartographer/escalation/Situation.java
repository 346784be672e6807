package dev.cartographer.escalation;

import dev.cartographer.fault.Dependency;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How things stand while an incident takes a step: what those who are told need beside the verdict.
 * Names and excerpts may be anybody's text; nothing here is markup.
 *
 * @param since when the failures began
 * @param regions those concerned, in their order; empty when none is known
 * @param carriers those concerned, in their order
 * @param clusters how many clusters of theirs hold tokens that can't be renewed
 * @param dark how many of them hold none that still works
 * @param firstDarkAt when the first of the others is dark if nothing changes
 * @param failing how many exchanges of a hundred fail; empty when not known
 */
public record Situation(
    Instant since,
    List<String> regions,
    List<String> carriers,
    long clusters,
    long dark,
    Optional<Instant> firstDarkAt,
    Optional<Integer> failing,
    List<Evidence> evidence,
    Links links) {

  public Situation {
    regions = List.copyOf(regions);
    carriers = List.copyOf(carriers);
    evidence = List.copyOf(evidence);
  }

  /** What a piece of evidence says of the health of what it is about. */
  public enum Mark {
    WELL("✔"),
    ILL("✖"),
    UNKNOWN("?");

    private final String sign;

    Mark(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /**
   * One piece of evidence.
   *
   * @param about whose health it speaks of
   * @param source who says so, such as {@code status page}
   * @param says what, in a few words
   */
  public record Evidence(Dependency about, Mark mark, String source, String says, Instant at) {}

  /**
   * Where people look.
   *
   * @param incident this incident's page
   * @param dashboard without a carrier; the carriers concerned are added as {@code var-carrier}
   */
  public record Links(Optional<URI> incident, Optional<URI> dashboard, Optional<URI> runbook) {
    public static final Links NONE =
        new Links(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
