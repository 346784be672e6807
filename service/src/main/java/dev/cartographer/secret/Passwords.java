package dev.cartographer.secret;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes secrets that nobody has to remember: 256 random bits, in hexadecimal. */
public final class Passwords {
  private Passwords() {}

  public static SecretText random() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretText(HexFormat.of().formatHex(bytes));
  }
}
