package dev.cartographer.pull;

import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one token of a binding, as an entity tag (RFC 9110 §8.8.3): generation and fingerprint. An
 * agent that sends it back says that it holds the token.
 */
public record Tag(long generation, Fingerprint fingerprint) {
  private static final Pattern TEXT = Pattern.compile("(?:W/)?\"([0-9]{1,16})-([0-9a-f]{24})\"");

  static Tag of(Note note) {
    return new Tag(note.generation(), note.fingerprint());
  }

  /** The tag in the value of an {@code If-None-Match} header; empty when there is none of ours. */
  public static Optional<Tag> in(String header) {
    var match = TEXT.matcher(header.strip());
    return match.matches()
        ? Optional.of(new Tag(Long.parseLong(match.group(1)), new Fingerprint(match.group(2))))
        : Optional.empty();
  }

  boolean names(Note note) {
    return of(note).equals(this);
  }

  /** As it stands in a header. */
  @Override
  public String toString() {
    return "\"" + generation + "-" + fingerprint + "\"";
  }
}
