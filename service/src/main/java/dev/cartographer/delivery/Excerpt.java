package dev.cartographer.delivery;

import dev.cartographer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may be shown of a text that an API server sent: its beginning, without any part of a secret.
 * An admission webhook, or a hostile server, may quote what it was sent. Pure.
 */
final class Excerpt {
  private static final int LONGEST = 200;
  private static final int LONGEST_SEARCHED = 2_000;

  /** So many characters in a row of a secret, plain or in Base64, are taken for a part of it. */
  private static final int TELLING = 8;

  private static final String MASK = "***";

  private Excerpt() {}

  static String of(String foreign, List<SecretText> secrets) {
    var text = foreign.substring(0, Math.min(foreign.length(), LONGEST_SEARCHED)).strip();
    for (var secret : secrets) {
      text = without(text, forms(secret));
    }
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static List<String> forms(SecretText secret) {
    var plain = secret.reveal();
    var bytes = plain.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
            plain,
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().encodeToString(bytes))
        .toList();
  }

  private static String without(String text, List<String> forms) {
    var kept = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = endOfSecret(text, at, forms);
      kept.append(end > at ? MASK : text.substring(at, at + 1));
      at = Math.max(end, at + 1);
    }
    return kept.toString();
  }

  /** Where the part of a secret that begins here ends; {@code at} when none begins here. */
  private static int endOfSecret(String text, int at, List<String> forms) {
    int longest = at;
    for (var form : forms) {
      int least = Math.min(TELLING, form.length());
      int end = at + least;
      while (least > 0 && end <= text.length() && form.contains(text.substring(at, end))) {
        longest = Math.max(longest, end);
        end++;
      }
    }
    return longest;
  }
}
