package dev.cartographer.escalation;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.Order.Action;

/** Whether an order is carried out, decided when its turn comes. */
sealed interface Fate {
  record Sent() implements Fate {}

  /** What would be sent is kept. */
  record Shadowed() implements Fate {}

  record Unsent(String why) implements Fate {}

  /**
   * By the modes of the plan. An end goes where the beginning went: what was really begun is really
   * ended, whatever the mode is by now.
   */
  static Fate of(Errand errand, Plan plan) {
    var action = errand.order().action();
    if (action == Action.END || action == Action.CLOSE) {
      return errand.shadows() ? new Shadowed() : new Sent();
    }
    var contact = plan.contact(errand.order().team());
    if (action == Action.PAGE && !(contact.reach() instanceof Reach.Pager)) {
      return new Unsent(contact.name() + " can't be paged");
    }
    return switch (contact.mode()) {
      case OFF -> new Unsent("the mode of " + contact.name() + " is off");
      case SHADOW -> new Shadowed();
      case CHAT_ONLY ->
          action == Action.PAGE
              ? new Unsent("the mode of " + contact.name() + " is chat-only")
              : new Sent();
      case LIVE -> new Sent();
    };
  }
}
