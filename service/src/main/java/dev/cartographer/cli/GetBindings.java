package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.Page;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists bindings. */
@Command(
    name = "bindings",
    description = "Bindings: one cluster and one signal each.",
    mixinStandardHelpOptions = true)
final class GetBindings extends Listing<BindingView> {
  @Option(names = "--carrier", paramLabel = "NAME", description = "Only of this carrier.")
  private @Nullable String carrier;

  @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster.")
  private @Nullable String cluster;

  @Option(names = "--signal", paramLabel = "SIGNAL", description = "Only logs, or only metrics.")
  private @Nullable String signal;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only pending, valid, failing or expired.")
  private @Nullable String state;

  GetBindings(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<BindingView> all(Api api) {
    var query = new HashMap<String, String>();
    put(query, "carrier", carrier);
    put(query, "cluster", cluster);
    put(query, "signal", signal);
    put(query, "state", state);
    return Pages.all(api, "/api/v1/bindings", query, new TypeReference<Page<BindingView>>() {});
  }

  @Override
  String name(BindingView binding) {
    return binding.cluster() + "/" + binding.signal();
  }

  @Override
  boolean valid(BindingView binding) {
    return binding.state().equals("valid");
  }

  @Override
  String empty() {
    return "No bindings match. cartographer get carriers shows what is enrolled.";
  }

  @Override
  Table table(List<BindingView> bindings, boolean wide, Terminal terminal) {
    var table =
        wide
            ? new Table(
                "CLUSTER",
                "SIGNAL",
                "STATE",
                "GENERATION",
                "ENDS",
                "FAULT",
                "TENANT",
                "CARRIER",
                "REGION",
                "FINGERPRINT",
                "NEXT LOOK")
            : new Table("CLUSTER", "SIGNAL", "STATE", "GENERATION", "ENDS", "FAULT");
    var now = terminal.clock().instant();
    for (var b : bindings) {
      var generation = Long.toString(b.generation());
      var ends = Words.when(b.expiresAt(), now);
      if (wide) {
        table.row(
            b.cluster(),
            b.signal(),
            Words.state(b.state()),
            generation,
            ends,
            fault(b),
            b.tenant(),
            b.carrier(),
            b.region(),
            Words.orNothing(b.fingerprint()),
            Words.when(b.nextAt(), now));
      } else {
        table.row(b.cluster(), b.signal(), Words.state(b.state()), generation, ends, fault(b));
      }
    }
    return table;
  }

  private static String fault(BindingView binding) {
    var fault = binding.fault();
    return fault == null ? "–" : fault.dependency() + " " + fault.kind();
  }
}
