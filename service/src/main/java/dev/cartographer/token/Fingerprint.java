package dev.cartographer.token;

import dev.cartographer.secret.SecretText;
import java.util.HexFormat;

/**
 * What may be shown and stored of a token: the first 12 bytes of its SHA-256, in hexadecimal.
 *
 * <p>96 bits tell any two tokens of a fleet apart and say nothing about the token.
 */
public record Fingerprint(String hex) {
  private static final int BYTES = 12;

  public Fingerprint {
    if (!hex.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new IllegalArgumentException("a fingerprint is " + 2 * BYTES + " hexadecimal digits");
    }
  }

  public static Fingerprint of(SecretText text) {
    return new Fingerprint(HexFormat.of().formatHex(text.sha256(), 0, BYTES));
  }

  @Override
  public String toString() {
    return hex;
  }
}
