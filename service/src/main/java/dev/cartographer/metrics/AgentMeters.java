package dev.cartographer.metrics;

import dev.cartographer.pull.Answer;
import dev.cartographer.pull.Login;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts what agents ask and are answered; no cluster is ever a label. */
public final class AgentMeters {
  private static final String NONE = "none";

  private final MeterRegistry registry;

  /**
   * Meters that stand at nothing.
   *
   * @param present how many agents are being served or wait
   */
  public AgentMeters(MeterRegistry registry, Supplier<Number> present) {
    this.registry = registry;
    Gauge.builder("cartographer.agents.present", present)
        .description("Agents that are being served, most of them waiting for their next token.")
        .register(registry);
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
    Counter.builder("cartographer.agent.requests")
        .description("Requests of agents for tokens, by what they came to.")
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
