package dev.cartographer.rehearse;

import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.Shares.Take;
import java.util.function.IntConsumer;

/** Those of one lane who are due, in the orders in which the product's queue lends them. */
final class Lineup {
  private final Lane lane;
  private final Heap alive = new Heap();
  private final Heap doomed = new Heap();
  private final Heap dark = new Heap();
  private final Heap retry = new Heap();

  Lineup(Lane lane) {
    this.lane = lane;
  }

  void addAlive(int binding, long endsAt) {
    alive.add(endsAt, binding);
  }

  void addRetry(int binding, long dueAt) {
    retry.add(dueAt, binding);
  }

  boolean isEmpty() {
    return alive.size() + doomed.size() + dark.size() + retry.size() == 0;
  }

  /** Who waits now; whose token has ended is counted among the dark from now on. */
  Backlog backlog(long now) {
    endBefore(now, doomed, dark);
    endBefore(now, alive, dark);
    return new Backlog(
        lane,
        0,
        counted(retry.size()),
        counted(dark.size()),
        counted(alive.size() + doomed.size()));
  }

  private static int counted(int size) {
    return Math.min(Backlog.COUNTED, size);
  }

  /** Takes out as many as that; of those who can't be saved none, where there are others. */
  void take(Take take, long now, IntConsumer start) {
    if (alive.size() + doomed.size() > take.alive()) {
      endBefore(Long.MAX_VALUE, doomed, alive);
      endBefore(now + take.lead().toMillis(), alive, doomed);
      take(alive, Math.min(take.alive(), alive.size()), start);
    } else {
      take(doomed, doomed.size(), start);
      take(alive, alive.size(), start);
    }
    take(retry, take.retry(), start);
    take(dark, take.dark(), start);
  }

  private static void endBefore(long instant, Heap from, Heap to) {
    while (from.size() > 0 && from.least() <= instant) {
      var endsAt = from.least();
      to.add(endsAt, from.take());
    }
  }

  private static void take(Heap heap, int places, IntConsumer start) {
    for (var i = 0; i < places; i++) {
      start.accept(heap.take());
    }
  }
}
