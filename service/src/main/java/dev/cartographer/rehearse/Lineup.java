package dev.cartographer.rehearse;

import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Lane;
import dev.cartographer.rotation.Shares.Take;
import java.util.function.IntConsumer;

/** Those of one lane who are due, in the orders in which the product claims them. */
final class Lineup {
  private final Lane lane;
  private final Heap alive = new Heap();
  private final Heap dark = new Heap();
  private final Heap retry = new Heap();

  Lineup(Lane lane) {
    this.lane = lane;
  }

  void addAlive(int binding, long expiresAt) {
    alive.add(expiresAt, binding);
  }

  void addRetry(int binding, long dueAt) {
    retry.add(dueAt, binding);
  }

  boolean isEmpty() {
    return alive.size() + dark.size() + retry.size() == 0;
  }

  /** Who waits now; whose token has ended is counted among the dark from now on. */
  Backlog backlog(long now) {
    while (alive.size() > 0 && alive.least() <= now) {
      var ended = alive.take();
      dark.add(ended, ended);
    }
    return new Backlog(lane, 0, counted(retry), counted(dark), counted(alive));
  }

  private static int counted(Heap heap) {
    return Math.min(Backlog.COUNTED, heap.size());
  }

  void take(Take take, IntConsumer start) {
    take(retry, take.retry(), start);
    take(dark, take.dark(), start);
    take(alive, take.alive(), start);
  }

  private static void take(Heap heap, int places, IntConsumer start) {
    for (var i = 0; i < places; i++) {
      start.accept(heap.take());
    }
  }
}
