package dev.cartographer.escalation;

import java.util.regex.Pattern;

/** Text that GitHub shows as it is: no mention, no reference, no link and no HTML comes from it. */
final class Markdown {
  private static final Pattern PUNCTUATION = Pattern.compile("[\\\\`*_{}\\[\\]()<>+!|~&$:/-]");
  private static final Pattern REFERENCE = Pattern.compile("[@#]");
  private static final Pattern WEB = Pattern.compile("(?i)www\\.");

  /** Parts a sign from what it would refer to, and is not seen. */
  private static final String NOTHING = "\u200B";

  private Markdown() {}

  /** A sentence. */
  static String plain(String text) {
    var escaped = PUNCTUATION.matcher(text).replaceAll("\\\\$0");
    var unlinked = WEB.matcher(escaped).replaceAll("www" + NOTHING + ".");
    return REFERENCE.matcher(unlinked).replaceAll("\\\\$0" + NOTHING);
  }

  /** Foreign text, set off as such; fit for the cell of a table. */
  static String code(String foreign) {
    var inside = foreign.replace('`', 'ʹ').replace("|", "\\|").strip();
    return inside.isEmpty() ? "–" : "`" + inside + "`";
  }

  static String link(String words, String href) {
    var address = href.replace("(", "%28").replace(")", "%29").replace("<", "%3C");
    return "[" + plain(words) + "](" + address.replace(">", "%3E").replace(" ", "%20") + ")";
  }
}
