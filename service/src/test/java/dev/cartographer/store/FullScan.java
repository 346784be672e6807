package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Runway;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the ledger must say, found the slow way: by a look at every binding. */
record FullScan(List<Line> lines) {
  private static final List<String> CARRIERS = List.of("dal10", "fra02", "syd01");

  /** The end of a token as the ledger rounds it. */
  private static final String END =
      "to_timestamp(floor(extract(epoch from b.expires_at) / 10) * 10)";

  private static final String END_OF_ALL = "(" + END + " + interval '10 seconds')";

  private static final String SAVABLE =
      """
      b.expires_at is not null and not (b.failures > 0 and (b.fault_dependency = 'cluster'
        or b.fault_kind = 'identity_rejected' or b.fault_kind = 'not_entitled'))
      """;

  private static final String ROLL_UP =
      """
      select k.name, k.region, b.signal,
        count(*) filter (where STATE = 'pending') as pending,
        count(*) filter (where STATE = 'valid') as valid,
        count(*) filter (where STATE = 'failing') as failing,
        count(*) filter (where STATE = 'expired') as expired,
        percentile_disc(array[0, 0.1, 0.5, 0.9, 1]) within group (order by END)
          filter (where ENDED > :now) as ends,
        min(END) filter (where SAVABLE) as first_dark,
        count(*) filter (where SAVABLE and ENDED > :now and END <= :now::timestamptz + interval '5m') as m5,
        count(*) filter (where SAVABLE and ENDED > :now and END <= :now::timestamptz + interval '15m') as m15,
        count(*) filter (where SAVABLE and ENDED > :now and END <= :now::timestamptz + interval '1h') as h1,
        count(*) filter (where SAVABLE and ENDED > :now and END <= :now::timestamptz + interval '6h') as h6
      from binding b join cluster c on c.id = b.cluster_id join carrier k on k.id = c.carrier_id
      group by grouping sets ((k.name, k.region, b.signal), (k.name, k.region))
      order by k.name, b.signal
      """
          .replace("SAVABLE", SAVABLE)
          .replace("STATE", FleetReader.STATE.replace("b.expires_at", END_OF_ALL))
          .replace("ENDED", END_OF_ALL)
          .replace("END", END);

  /** The bindings of a carrier, of one signal or of both. */
  private record Line(Optional<Signal> signal, Runway runway) {}

  static FullScan of(Database database, Instant now) {
    return new FullScan(
        database.with((Handle h) ->
            h.createQuery(ROLL_UP).bind("now", now).map((row, _) -> line(row)).list()));
  }

  private static Line line(ResultSet row) throws SQLException {
    var number = row.getInt("signal");
    var signal = row.wasNull() ? Optional.<Signal>empty() : Optional.of(Signal.of(number));
    var states = new EnumMap<BindingState, Long>(BindingState.class);
    for (var state : BindingState.values()) {
      states.put(state, row.getLong(state.word()));
    }
    return new Line(
        signal,
        new Runway(
            row.getString("name"),
            row.getString("region"),
            signal.map(Signal::word).orElse("both"),
            states,
            instants(row.getArray("ends")),
            instant(row.getTimestamp("first_dark")),
            List.of(row.getLong("m5"), row.getLong("m15"), row.getLong("h1"), row.getLong("h6"))));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }

  private static List<Instant> instants(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Arrays.stream((Timestamp[]) array.getArray()).map(Timestamp::toInstant).toList();
  }

  /** The whole answer; carriers without bindings are not in it. */
  RunwayReader.Reading reading() {
    return new RunwayReader.Reading(
        lines.stream().filter(l -> l.signal.isPresent()).map(Line::runway).toList(),
        CARRIERS.stream().flatMap(carrier -> carrier(carrier).stream()).toList());
  }

  private Optional<CarrierRunway> carrier(String name) {
    var all = lines.stream().filter(l -> l.runway.carrier().equals(name)).toList();
    return all.stream()
        .filter(l -> l.signal.isEmpty())
        .map(both ->
            new CarrierRunway(
                name,
                both.runway.region(),
                List.of(
                    dependency("iam", both.runway),
                    dependency("logging", of(all, Signal.LOGS, both.runway)),
                    dependency("metrics", of(all, Signal.METRICS, both.runway)))))
        .findFirst();
  }

  /** Of a carrier whose last cluster leaves, the bindings of one signal may be gone already. */
  private static Runway of(List<Line> lines, Signal signal, Runway both) {
    return lines.stream()
        .filter(l -> l.signal.equals(Optional.of(signal)))
        .findFirst()
        .map(Line::runway)
        .orElseGet(() ->
            new Runway(
                both.carrier(),
                both.region(),
                signal.word(),
                Map.of(),
                List.of(),
                null,
                List.of()));
  }

  private static DependencyRunway dependency(String word, Runway runway) {
    var states = runway.states();
    var ends = runway.ends();
    return new DependencyRunway(
        runway.carrier(),
        runway.region(),
        word,
        states.values().stream().mapToLong(Long::longValue).sum(),
        states.getOrDefault(BindingState.EXPIRED, 0L),
        states.getOrDefault(BindingState.PENDING, 0L),
        ends.isEmpty() ? null : ends.get(0),
        ends.isEmpty() ? null : ends.get(1),
        ends.isEmpty() ? null : ends.get(2),
        ends.isEmpty() ? null : ends.get(4));
  }
}
