package dev.cartographer.secret;

import java.util.regex.Pattern;

/**
 * Where a secret is to be found. A reference is not secret; only {@link Inline} carries the text,
 * and it becomes {@link Sealed} before it is stored.
 */
public sealed interface SecretRef {

  /**
   * A file below the operator's secrets directory.
   *
   * @param name path relative to that directory: no {@code ..}, not absolute; checked, never
   *     normalised (SPIRE audit SPI-01-003)
   */
  record FromFile(String name) implements SecretRef {
    private static final Pattern SAFE =
        Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    public FromFile {
      if (name.length() > 255 || !SAFE.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a secret file is named by letters, digits, '.', '_', '-' and '/', relative to the"
                + " secrets directory");
      }
    }
  }

  /**
   * An environment variable of the server.
   *
   * @param name must begin with {@code CARTOGRAPHER_SECRET_}, so that a fleet file cannot read any
   *     other variable
   */
  record FromEnvironment(String name) implements SecretRef {
    public static final String PREFIX = "CARTOGRAPHER_SECRET_";

    public FromEnvironment {
      if (!name.startsWith(PREFIX) || !name.matches("[A-Z0-9_]{21,255}")) {
        throw new IllegalArgumentException(
            "a secret's environment variable is named " + PREFIX + "…, in capitals");
      }
    }
  }

  /** The secret itself, as the enrolment brought it. */
  record Inline(SecretText text) implements SecretRef {
    public Inline {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an inline secret must not be empty");
      }
    }
  }

  /**
   * A secret as the database keeps it.
   *
   * @param base64 the sealed bytes
   * @param place what it was sealed to; it opens nowhere else
   */
  record Sealed(String base64, String place) implements SecretRef {}
}
