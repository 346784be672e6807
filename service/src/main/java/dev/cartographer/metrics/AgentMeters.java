package dev.cartographer.metrics;

import dev.cartographer.pull.Answer;
import dev.cartographer.pull.Login;
import java.util.function.IntSupplier;

/** Counts what agents ask and are answered; no cluster is ever a label. */
public final class AgentMeters {
  private static final String NONE = "none";

  private final Counter requests;

  /**
   * Meters that stand at nothing.
   *
   * @param present how many agents are being served or wait
   */
  public AgentMeters(Exposition exposition, IntSupplier present) {
    this.requests =
        exposition.counter(
            "cartographer_agent_requests_total",
            "Requests of agents for tokens, by what they came to.",
            "outcome",
            "reason");
    exposition
        .gauge(
            "cartographer_agents_present",
            "Agents that are being served, most of them waiting for their next token.")
        .replace(rows -> rows.add(present::getAsInt));
  }

  public void refused(Login.Why why) {
    count("refused", why.word());
  }

  /** Asked more often than one cluster's agents may. */
  public void limited() {
    count("limited", NONE);
  }

  public void answered(Answer answer) {
    switch (answer) {
      case Answer.Fresh _ -> count("fresh", NONE);
      case Answer.Unchanged _ -> count("unchanged", NONE);
      case Answer.NotNow _ -> count("not_now", NONE);
      case Answer.Gone _ -> count("gone", NONE);
    }
  }

  private void count(String outcome, String reason) {
    requests.increment(outcome, reason);
  }
}
