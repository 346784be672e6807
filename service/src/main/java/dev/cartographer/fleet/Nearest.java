package dev.cartographer.fleet;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
final class Nearest {
  private static final int LONGEST = 63;

  private Nearest() {}

  /** The word at most two typing mistakes away from the text, the nearest first. */
  static Optional<String> to(String text, Collection<String> words) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var allowed = text.length() < 4 ? 1 : 2;
    return words.stream()
        .filter(word -> distance(text, word) <= allowed)
        .min(Comparator.comparingInt(word -> distance(text, word)));
  }

  /** The distance of Levenshtein, letter case aside. */
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (var j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (var i = 1; i <= one.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j < row.length; j++) {
        var replaced = diagonal + (same(one.charAt(i - 1), other.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}
