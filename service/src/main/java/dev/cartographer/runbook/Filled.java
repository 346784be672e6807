package dev.cartographer.runbook;

import dev.cartographer.runbook.RunbookRefused.Problem;
import java.util.List;

/**
 * A template with its gaps filled in as far as that went.
 *
 * @param missing gaps for which there was nothing
 * @param blank gaps for which there was an empty text
 */
public record Filled(String text, List<Problem> missing, List<Problem> blank) {
  public Filled {
    missing = List.copyOf(missing);
    blank = List.copyOf(blank);
  }

  /**
   * The whole text.
   *
   * @throws RunbookRefused naming everything that is missing
   */
  public String whole() {
    if (!missing.isEmpty()) {
      throw new RunbookRefused(missing);
    }
    return text;
  }
}
