package dev.cartographer.secret;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A text that must not be seen: an API key, a client secret, a token.
 *
 * <p>It prints as {@code ***}, is skipped by JSON and cannot be serialized. The text leaves through
 * {@link #reveal()} alone, which is called where a request header or body, the data of a Secret, a
 * token file or the encryption of a database column is made, and nowhere else.
 */
@JsonIgnoreType
public final class SecretText {
  private final String text;

  public SecretText(String text) {
    this.text = text;
  }

  /** The text itself. Whoever calls this answers for where it goes. */
  public String reveal() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether both hold the same text, in time that does not depend on where they differ. */
  public boolean matches(SecretText other) {
    return MessageDigest.isEqual(sha256(), other.sha256());
  }

  /** The SHA-256 of the text in UTF-8, 32 bytes: what may be stored and shown of it. */
  public byte[] sha256() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
