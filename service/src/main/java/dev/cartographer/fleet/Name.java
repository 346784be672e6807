package dev.cartographer.fleet;

import java.util.regex.Pattern;

/**
 * A name of a carrier, cluster, tenant or region: 1 to 63 lower-case letters, digits and hyphens,
 * beginning and ending with a letter or digit (RFC 1123 label, as Kubernetes names are).
 *
 * <p>Names become file names, Secret names and labels, so they are checked and never normalised.
 */
public record Name(String text) implements Comparable<Name> {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * Takes the text as it is.
   *
   * @throws IllegalArgumentException when the text is no such name; whoever wrote it is at fault
   */
  public Name {
    if (!LABEL.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a name is 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a"
              + " letter or digit");
    }
  }

  @Override
  public int compareTo(Name other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
