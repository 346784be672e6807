package dev.cartographer.sandbox;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The agents of a fleet at work, each once a second, on virtual threads. */
public final class SandboxAgents implements AutoCloseable {
  private static final long PERIOD_MICROS = 1_000_000;

  private final List<SandboxAgent> agents;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sandbox-agents").factory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Sets them to work, spread over the second. */
  SandboxAgents(List<SandboxAgent> agents) {
    this.agents = List.copyOf(agents);
    for (int i = 0; i < agents.size(); i++) {
      var agent = agents.get(i);
      var _ =
          timer.scheduleAtFixedRate(
              () -> threads.execute(agent::work),
              i * PERIOD_MICROS / agents.size(),
              PERIOD_MICROS,
              TimeUnit.MICROSECONDS);
    }
  }

  List<SandboxAgent> agents() {
    return agents;
  }

  /** Stops reading and ships what is left; true when everything was taken. */
  public boolean finish() {
    timer.shutdownNow();
    var finished = agents.stream().map(agent -> threads.submit(agent::finish)).toList();
    threads.close();
    return finished.stream().allMatch(done -> done.resultNow());
  }

  public long rejected() {
    return agents.stream().mapToLong(agent -> agent.counts().rejected()).sum();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
