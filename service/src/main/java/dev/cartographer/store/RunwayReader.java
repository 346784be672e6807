package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.Runway;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rolls the whole fleet up by carrier and signal, in one pass over the bindings. */
public final class RunwayReader {

  /** The shares at which {@link Runway#ends} are taken. */
  public static final List<Double> SHARES = List.of(0.0, 0.1, 0.5, 0.9);

  private static final String ROLL_UP =
      """
      select k.name, k.region, b.signal,
        count(*) filter (where STATE = 'pending') as pending,
        count(*) filter (where STATE = 'valid') as valid,
        count(*) filter (where STATE = 'failing') as failing,
        count(*) filter (where STATE = 'expired') as expired,
        percentile_disc(array[0, 0.1, 0.5, 0.9]) within group (order by b.expires_at)
          filter (where b.expires_at > :now) as ends
      from binding b join cluster c on c.id = b.cluster_id join carrier k on k.id = c.carrier_id
      group by k.name, k.region, b.signal
      """
          .replace("STATE", FleetReader.STATE);

  private final Database database;

  public RunwayReader(Database database) {
    this.database = database;
  }

  public List<Runway> runways(Instant now) {
    return database.with(
        (Handle h) -> h.createQuery(ROLL_UP).bind("now", now).map((row, _) -> runway(row)).list());
  }

  private static Runway runway(ResultSet row) throws SQLException {
    var states = new EnumMap<BindingState, Long>(BindingState.class);
    for (var state : BindingState.values()) {
      states.put(state, row.getLong(state.name().toLowerCase(Locale.ROOT)));
    }
    return new Runway(
        row.getString("name"),
        row.getString("region"),
        Signal.of(row.getInt("signal")).word(),
        states,
        instants(row.getArray("ends")));
  }

  private static List<Instant> instants(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Arrays.stream((Timestamp[]) array.getArray()).map(Timestamp::toInstant).toList();
  }
}
