package dev.cartographer.rehearse;

import java.util.Arrays;

/** Bindings in the order of a number each: a binary heap without objects. */
final class Heap {
  private static final int BEGINNING = 64;

  private long[] keys = new long[BEGINNING];
  private int[] values = new int[BEGINNING];
  private int size;

  int size() {
    return size;
  }

  /** The least number; of a heap that is not empty. */
  long least() {
    return keys[0];
  }

  void add(long key, int value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    var at = size++;
    while (at > 0 && before(key, value, (at - 1) / 2)) {
      move((at - 1) / 2, at);
      at = (at - 1) / 2;
    }
    put(at, key, value);
  }

  /** Takes out the one with the least number, of equals that of the least binding. */
  int take() {
    var taken = values[0];
    size--;
    sink(keys[size], values[size]);
    return taken;
  }

  private void sink(long key, int value) {
    var at = 0;
    while (2 * at + 1 < size) {
      var child = 2 * at + 1;
      if (child + 1 < size && before(keys[child + 1], values[child + 1], child)) {
        child++;
      }
      if (before(key, value, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, key, value);
  }

  private boolean before(long key, int value, int at) {
    return key < keys[at] || (key == keys[at] && value < values[at]);
  }

  private void move(int from, int to) {
    put(to, keys[from], values[from]);
  }

  private void put(int at, long key, int value) {
    keys[at] = key;
    values[at] = value;
  }
}
