package dev.cartographer.sandbox;

import java.util.TreeSet;

/**
 * The sequence numbers received from one sender, beginning with 1. Small for as long as few are
 * missing: everything below the first gap is one number.
 */
final class SequenceSet {
  private final TreeSet<Long> beyondGap = new TreeSet<>();
  private long unbroken;

  /** Adds a number; false when it was there already. */
  boolean add(long number) {
    if (number <= unbroken || !beyondGap.add(number)) {
      return false;
    }
    while (!beyondGap.isEmpty() && beyondGap.first() == unbroken + 1) {
      unbroken = beyondGap.removeFirst();
    }
    return true;
  }

  /** How many of the numbers from 1 to {@code highest} were never received. */
  long missing(long highest) {
    var received = beyondGap.headSet(highest, true).size();
    return Math.max(0, highest - unbroken - received);
  }

  /** The highest number received; 0 before the first. */
  long highest() {
    return beyondGap.isEmpty() ? unbroken : beyondGap.last();
  }
}
