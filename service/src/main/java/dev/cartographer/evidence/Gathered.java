package dev.cartographer.evidence;

import dev.cartographer.verdict.Case;
import java.util.List;

/**
 * What a gathering came to.
 *
 * @param matter what a verdict is made from
 * @param items all that was learnt, and all that was not, always in the same order
 */
public record Gathered(Case matter, List<Evidence> items) {

  public Gathered {
    items = items.stream().sorted(Evidence.ORDER).toList();
  }
}
