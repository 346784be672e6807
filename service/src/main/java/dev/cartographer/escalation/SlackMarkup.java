package dev.cartographer.escalation;

import java.util.Collection;
import java.util.Iterator;

/** Text that Slack shows as it is: no mention, no link, no style comes from it. */
final class SlackMarkup {
  private SlackMarkup() {}

  /** A sentence, of at most so many characters once it is escaped. */
  static String plain(String text, int most) {
    var kept = new StringBuilder();
    var left = text.codePoints().iterator();
    while (left.hasNext()) {
      var next = escaped(Character.toString(disarmed(left.nextInt())));
      if (kept.length() + next.length() > (left.hasNext() ? most - 1 : most)) {
        return kept.append('…').toString();
      }
      kept.append(next);
    }
    return kept.toString();
  }

  /** Foreign text, set off as such. */
  static String code(String foreign) {
    return "`" + escaped(foreign.replace('`', 'ʹ')) + "`";
  }

  static String link(String words, String href) {
    var address = href.replace("|", "%7C").replace(">", "%3E").replace("<", "%3C");
    return "<" + address.replace("&", "&amp;") + "|" + escaped(words.replace('|', '¦')) + ">";
  }

  /** As many whole pieces as fit, and how many there are more. */
  static String joined(Collection<String> pieces, String between, int most) {
    var text = new StringBuilder();
    Iterator<String> left = pieces.iterator();
    for (var taken = 0; left.hasNext(); taken++) {
      var next = left.next();
      var more = between + "… and " + (pieces.size() - taken) + " more";
      var reserve = left.hasNext() ? more.length() : 0;
      if (text.length() + between.length() + next.length() + reserve > most) {
        return text.append(more).toString();
      }
      text.append(taken == 0 ? "" : between).append(next);
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** What Slack would read as a style, in a shape that it does not. */
  private static int disarmed(int codePoint) {
    return switch (codePoint) {
      case '*' -> '∗';
      case '~' -> '∼';
      case '`' -> 'ʹ';
      case '_' -> 'ˍ';
      case '@' -> '＠';
      default -> codePoint;
    };
  }
}
