package dev.cartographer.cli;

import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.FaultView;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code describe}: everything about one thing. */
@Command(name = "describe", description = "Show everything about one cluster.")
final class DescribeCommand {
  private final Session session;

  DescribeCommand(Session session) {
    this.session = session;
  }

  @Command(name = "cluster", description = "Show everything about one cluster.")
  int cluster(
      @Parameters(paramLabel = "NAME", description = "The cluster.") String name,
      @Mixin Reach reach,
      @Mixin Output output) {
    var cluster =
        reach.api(session).get("/api/v1/clusters/" + Api.escaped(name), ClusterView.class);
    if (!output.printed(session, cluster, "cluster/" + cluster.name())) {
      print(cluster, output);
    }
    return ExitCode.DONE.number();
  }

  private void print(ClusterView cluster, Output output) {
    var now = session.clock().instant();
    line("Name", cluster.name());
    line("Tenant", cluster.tenant());
    line("Carrier", cluster.carrier());
    line("Region", cluster.region());
    line("Identity", cluster.identity());
    line("Target", cluster.target());
    line("Enrolled", Moment.near(cluster.enrolledAt(), now));
    var leaving = cluster.leavingSince();
    if (leaving != null) {
      line("Leaving", "since " + Moment.at(leaving, now));
    }
    session.out().println();
    new Table<>(Lists.ofOneCluster(now))
        .print(cluster.bindings(), session.out(), session.columns(), output.colour(session));
    cluster.bindings().forEach(binding -> pickup(binding, now));
    cluster.bindings().forEach(binding -> fault(binding, now));
  }

  private void line(String label, String text) {
    session.out().printf("%-10s %s%n", label + ":", Plain.text(text));
  }

  private void pickup(BindingView binding, Instant now) {
    var pickup = binding.pickup();
    if (pickup == null) {
      return;
    }
    var at = pickup.at();
    var use =
        at == null
            ? "has taken none up yet"
            : "uses generation %d, taken up %s (%s)"
                .formatted(pickup.generation(), Moment.near(at, now), pickup.how());
    session.out().println(Plain.text("Agent of " + binding.signal() + ": " + use));
  }

  private void fault(BindingView binding, Instant now) {
    var fault = binding.fault();
    if (fault != null) {
      session.out().println();
      session.out().println(Plain.text(sentence(binding.signal(), fault, now)));
      session.out().println("  " + Plain.text(fault.detail()));
    }
  }

  private static String sentence(String signal, FaultView fault, Instant now) {
    var next = fault.nextTry();
    return "%s: %s %s (%s) since %s, %s%s"
        .formatted(
            signal,
            fault.dependency(),
            fault.kind(),
            fault.code(),
            Moment.at(fault.since(), now),
            fault.tries() == 1 ? "1 try" : fault.tries() + " tries",
            next == null ? "" : ", next " + Moment.away(next, now));
  }
}
