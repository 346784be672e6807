package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists clusters. */
@Command(
    name = "clusters",
    description = "Clusters by name, with the state of their bindings.",
    mixinStandardHelpOptions = true)
final class GetClusters extends Listing<ClusterView> {
  @Option(names = "--carrier", paramLabel = "NAME", description = "Only of this carrier.")
  private @Nullable String carrier;

  @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only with a binding that is pending, valid, failing or expired.")
  private @Nullable String state;

  GetClusters(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<ClusterView> all(Api api) {
    var query = new HashMap<String, String>();
    put(query, "carrier", carrier);
    put(query, "tenant", tenant);
    put(query, "state", state);
    return Pages.all(api, "/api/v1/clusters", query, new TypeReference<Page<ClusterView>>() {});
  }

  @Override
  String name(ClusterView cluster) {
    return cluster.name();
  }

  @Override
  boolean valid(ClusterView cluster) {
    return cluster.bindings().stream().allMatch(b -> b.state().equals("valid"));
  }

  @Override
  String empty() {
    return "No clusters match. cartographer get carriers shows what is enrolled.";
  }

  @Override
  Table table(List<ClusterView> clusters, boolean wide, Terminal terminal) {
    var table =
        wide
            ? new Table(
                "CLUSTER",
                "TENANT",
                "CARRIER",
                "LOGS",
                "METRICS",
                "FIRST END",
                "REGION",
                "IDENTITY",
                "TARGET",
                "ENROLLED")
            : new Table("CLUSTER", "TENANT", "CARRIER", "LOGS", "METRICS", "FIRST END");
    var now = terminal.clock().instant();
    for (var c : clusters) {
      if (wide) {
        table.row(
            c.name(),
            c.tenant(),
            c.carrier(),
            state(c, "logs"),
            state(c, "metrics"),
            end(c, now),
            c.region(),
            c.identity(),
            c.target(),
            c.enrolledAt().toString());
      } else {
        table.row(
            c.name(), c.tenant(), c.carrier(), state(c, "logs"), state(c, "metrics"), end(c, now));
      }
    }
    return table;
  }

  private static String state(ClusterView cluster, String signal) {
    return cluster.bindings().stream()
        .filter(b -> b.signal().equals(signal))
        .map(b -> Words.state(b.state()))
        .findFirst()
        .orElse("–");
  }

  private static String end(ClusterView cluster, Instant now) {
    return Words.when(
        cluster.bindings().stream()
            .map(BindingView::expiresAt)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null),
        now);
  }
}
