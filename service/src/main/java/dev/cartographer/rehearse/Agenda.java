package dev.cartographer.rehearse;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * When each binding is looked at next, in steps of {@value #STEP} ms as the product looks at its
 * queue: a list for each step, linked through the bindings themselves, so that nothing is allocated
 * and nothing is sorted. Each binding is in one list at most.
 */
final class Agenda {
  static final int STEP = 500;
  private static final int NONE = -1;

  private final int[] first;
  private final int[] next;

  Agenda(int bindings, long lengthMillis) {
    this.first = new int[Math.toIntExact(lengthMillis / STEP + 1)];
    this.next = new int[bindings];
    Arrays.fill(first, NONE);
  }

  /** Never before its time; what is due after the end is forgotten. */
  void add(int binding, long at) {
    var step = (at + STEP - 1) / STEP;
    if (step < first.length) {
      next[binding] = first[(int) step];
      first[(int) step] = binding;
    }
  }

  /** Takes out all that are due at this step. */
  void take(long at, IntConsumer due) {
    var step = (int) (at / STEP);
    var binding = first[step];
    first[step] = NONE;
    while (binding != NONE) {
      var following = next[binding];
      due.accept(binding);
      binding = following;
    }
  }
}
