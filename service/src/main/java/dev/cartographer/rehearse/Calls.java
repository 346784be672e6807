package dev.cartographer.rehearse;

import java.util.Arrays;

/** When calls were answered, in milliseconds, in order. */
final class Calls {
  private static final int BEGINNING = 1024;

  private int[] at = new int[BEGINNING];
  private int size;

  void add(int millis) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
    }
    at[size++] = millis;
  }

  int size() {
    return size;
  }

  int at(int call) {
    return at[call];
  }
}
