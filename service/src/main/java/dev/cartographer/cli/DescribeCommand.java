package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows all that is known of one cluster. */
@Command(
    name = "cluster",
    description = "Shows all that is known of one cluster; never a token or an identity's secret.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Connection connection = new Connection();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The cluster.")
  private String name = "";

  DescribeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var cluster =
        connection
            .api(terminal.environment())
            .get(Paths.of("clusters", name), Map.of(), new TypeReference<ClusterView>() {});
    switch (output.format()) {
      case TABLE, WIDE -> print(cluster);
      case JSON -> terminal.out().println(Output.json(cluster));
      case YAML -> terminal.out().println(Output.yaml(cluster));
      case NAME -> terminal.say(cluster.name());
    }
    return ExitCode.DONE;
  }

  private void print(ClusterView cluster) {
    field("Name", cluster.name());
    field("Tenant", cluster.tenant());
    field("Carrier", cluster.carrier() + " (" + cluster.region() + ")");
    field("Identity", cluster.identity());
    field("Target", cluster.target());
    field("Enrolled", cluster.enrolledAt().toString());
    cluster.bindings().forEach(b -> print(b, terminal.clock().instant()));
  }

  private void print(BindingView binding, Instant now) {
    terminal.say("");
    field(binding.signal().equals("logs") ? "Logs" : "Metrics", Words.state(binding.state()));
    field("  Generation", Long.toString(binding.generation()));
    field("  Issued", Words.when(binding.issuedAt(), now));
    field("  Ends", Words.when(binding.expiresAt(), now));
    field("  Fingerprint", Words.orNothing(binding.fingerprint()));
    field("  Next look", Words.when(binding.nextAt(), now));
    var fault = binding.fault();
    if (fault != null) {
      field("  Fault", fault.dependency() + " " + fault.kind() + " (" + fault.code() + ")");
      field("  ", fault.detail());
      field("  Failing since", Words.when(fault.since(), now) + ", tries: " + fault.tries());
    }
  }

  private void field(String key, String value) {
    terminal.say("%-16s %s".formatted(key, value));
  }
}
