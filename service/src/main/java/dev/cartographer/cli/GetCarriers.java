package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.Page;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Lists carriers. */
@Command(
    name = "carriers",
    description = "Carriers, each with its bindings counted by state.",
    mixinStandardHelpOptions = true)
final class GetCarriers extends Listing<CarrierView> {
  GetCarriers(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<CarrierView> all(Api api) {
    return Pages.all(api, "/api/v1/carriers", Map.of(), new TypeReference<Page<CarrierView>>() {});
  }

  @Override
  String name(CarrierView carrier) {
    return carrier.name();
  }

  @Override
  boolean valid(CarrierView carrier) {
    return carrier.failing() + carrier.expired() + carrier.pending() == 0;
  }

  @Override
  String empty() {
    return "No carriers yet. Enrol a fleet: cartographer enrol FILE";
  }

  @Override
  Table table(List<CarrierView> carriers, boolean wide, Terminal terminal) {
    var table =
        new Table(
            "CARRIER",
            "REGION",
            "CLUSTERS",
            "VALID",
            "FAILING",
            "EXPIRED",
            "PENDING",
            "FIRST DARK");
    var now = terminal.clock().instant();
    for (var c : carriers) {
      table.row(
          c.name(),
          c.region(),
          Long.toString(c.clusters()),
          Long.toString(c.valid()),
          Long.toString(c.failing()),
          Long.toString(c.expired()),
          Long.toString(c.pending()),
          Words.when(c.firstDark(), now));
    }
    return table;
  }
}
