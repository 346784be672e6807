package dev.cartographer.rehearse;

/**
 * Calls under way that all take equally long, so that they come back in the order in which they
 * went out: a ring of numbers, each an instant, a binding and a mark.
 */
final class Flights {
  private static final int BEGINNING = 64;
  private static final int BINDING_BITS = 23;
  private static final int MARK_BITS = 3;
  private static final int AT = BINDING_BITS + MARK_BITS;
  private static final long BINDING = (1 << BINDING_BITS) - 1;
  private static final long MARK = (1 << MARK_BITS) - 1;

  /** Later than everything. */
  static final long NEVER = Long.MAX_VALUE >> AT;

  private long[] ring = new long[BEGINNING];
  private int head;
  private int size;

  /** When the next comes back, in ms. */
  long nextAt() {
    return size == 0 ? NEVER : ring[head] >> AT;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long at, int binding, int mark) {
    if (size == ring.length) {
      grow();
    }
    ring[(head + size++) & (ring.length - 1)] = (at << AT) | ((long) binding << MARK_BITS) | mark;
  }

  private void grow() {
    var larger = new long[size * 2];
    for (var i = 0; i < size; i++) {
      larger[i] = ring[(head + i) & (size - 1)];
    }
    ring = larger;
    head = 0;
  }

  /** The next one's binding; of a ring that is not empty. */
  int binding() {
    return (int) ((ring[head] >> MARK_BITS) & BINDING);
  }

  /** The next one's mark, 0 to 7; of a ring that is not empty. */
  int mark() {
    return (int) (ring[head] & MARK);
  }

  void drop() {
    head = (head + 1) & (ring.length - 1);
    size--;
  }
}
