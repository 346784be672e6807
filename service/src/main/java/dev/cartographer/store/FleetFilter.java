package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.view.BindingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * What a list of clusters or bindings is narrowed to; empty means anything.
 *
 * @param after the cursor that the page before gave
 * @param limit rows of a page, 1 to 500
 */
public record FleetFilter(
    Optional<String> carrier,
    Optional<String> tenant,
    Optional<String> cluster,
    Optional<Signal> signal,
    Optional<BindingState> state,
    Optional<String> after,
    int limit) {

  public static final FleetFilter ALL =
      new FleetFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          500);

  public FleetFilter ofCluster(String name) {
    return new FleetFilter(
        carrier, tenant, Optional.of(name), signal, state, Optional.empty(), limit);
  }

  /** The conditions as SQL; only constants of ours, every value is bound. */
  String where() {
    var conditions = new ArrayList<>(List.of("true"));
    carrier.ifPresent(_ -> conditions.add("k.name = :carrier"));
    tenant.ifPresent(_ -> conditions.add("c.tenant = :tenant"));
    cluster.ifPresent(_ -> conditions.add("c.name = :cluster"));
    signal.ifPresent(_ -> conditions.add("b.signal = :signal"));
    state.ifPresent(_ -> conditions.add(FleetReader.STATE + " = :state"));
    after.ifPresent(_ -> conditions.add("c.name > :after"));
    return String.join(" and ", conditions);
  }

  Query bindTo(Query query) {
    carrier.ifPresent(v -> query.bind("carrier", v));
    tenant.ifPresent(v -> query.bind("tenant", v));
    cluster.ifPresent(v -> query.bind("cluster", v));
    signal.ifPresent(v -> query.bind("signal", v.number()));
    state.ifPresent(v -> query.bind("state", v.word()));
    after.ifPresent(v -> query.bind("after", v));
    return query.bind("limit", limit);
  }
}
