package dev.cartographer.escalation;

import dev.cartographer.escalation.Order.Action;

/** Something that a step puts into the outbox. */
public sealed interface Entry {
  /** This order. */
  record Put(Order order) implements Entry {}

  /**
   * This page, unless there have been too many: then the digest stands for it.
   *
   * @param shadow whether it won't be sent: then it counts among its like, and not against those
   *     that are
   */
  record Page(Order order, Order digest, boolean shadow) implements Entry {}

  /**
   * The same to everybody who was sent an order of another action before: what was begun somewhere
   * is ended there, whatever the configuration says by now.
   *
   * @param order without a sink; its key is continued by the sink's name
   * @param before the action; of pages, only those of the order's team count
   */
  record Follow(Order order, Action before) implements Entry {}
}
