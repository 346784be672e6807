package dev.cartographer.token;

import dev.cartographer.secret.SecretText;
import java.time.Instant;

/**
 * The token that a delivered one took the place of, kept beside it until it is revoked: so what is
 * still to be revoked lies where the tokens are, and no crash loses it.
 *
 * @param note the one it was delivered with
 * @param since when it was replaced; once it was tried to revoke it, the last try
 * @param tries how often that was tried in vain
 */
public record Replaced(SecretText text, Note note, Instant since, int tries) {

  /** A token just replaced, which nobody has tried to revoke. */
  public static Replaced by(Note newer, SecretText text, Note note) {
    return new Replaced(text, note, newer.issuedAt(), 0);
  }

  /** The same after one more try in vain. */
  public Replaced triedInVain(Instant now) {
    return new Replaced(text, note, now, tries + 1);
  }
}
