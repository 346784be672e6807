package dev.cartographer.escalation;

import java.util.Set;

/** A receiver: where something can be sent. */
public sealed interface Sink
    permits PagerDuty,
        Opsgenie,
        SlackWebhook,
        SlackBot,
        GitHubIssues,
        Alertmanager,
        EventWebhook,
        Mail {

  /** What a receiver is good for. */
  enum Role {
    /** Wakes people. */
    PAGER,
    /** Is read by people as it happens. */
    CHAT,
    /** Keeps what happened, with an address of its own. */
    ISSUES,
    /** Is told beside. */
    COPY
  }

  Set<Role> roles();

  /**
   * Sends, and waits for the answer, 25 s at most.
   *
   * @throws dev.cartographer.secret.SecretUnreadable when its secret isn't there; the operator is
   *     at fault
   */
  Sent send(Errand errand);

  /**
   * What it would send. Opens no connection.
   *
   * @throws dev.cartographer.secret.SecretUnreadable when its secret isn't there
   */
  Shadow shadow(Errand errand);
}
