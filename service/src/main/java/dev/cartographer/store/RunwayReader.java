package dev.cartographer.store;

import dev.cartographer.fleet.Signal;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.Page;
import dev.cartographer.view.Runway;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Says how long tokens last, from the ledger's counts: its cost grows with carriers and with the
 * lifetime of tokens, not with the fleet.
 */
public final class RunwayReader {

  /** The shares at which {@link Runway#ends} are taken. */
  public static final List<Double> SHARES = List.of(0.0, 0.1, 0.5, 0.9, 1.0);

  /** The times within which {@link Runway#endingSoon} is counted. */
  public static final List<Duration> SOON =
      List.of(
          Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(6));

  /** All in one statement, hence in one snapshot. A carrier without bindings has one row. */
  static final String READ =
      """
      with chosen as (
        select id, name, region from carrier
        where (:name::text is null or name = :name) and (:after::text is null or name > :after)
        order by name limit :limit::bigint)
      select k.id, k.name, k.region, s.signal, s.standing,
        extract(epoch from nullif(s.ends_at, '-infinity'))::bigint as ends, s.bindings
      from chosen k left join (
        select carrier_id, signal, standing, ends_at, sum(bindings)::bigint as bindings
        from runway_now where carrier_id in (select id from chosen)
        group by carrier_id, signal, standing, ends_at having sum(bindings) > 0) s
        on s.carrier_id = k.id
      order by k.name, s.signal
      """;

  private final Database database;

  public RunwayReader(Database database) {
    this.database = database;
  }

  /** The whole fleet at one instant, by signal and by dependency; carriers by name. */
  public record Reading(List<Runway> signals, List<CarrierRunway> carriers) {}

  public Reading fleet(Instant now) {
    var carriers = read(Optional.empty(), Optional.empty(), Optional.empty());
    return new Reading(
        carriers.stream().flatMap(c -> c.signals(now).stream()).toList(),
        carriers.stream().map(c -> c.runway(now)).toList());
  }

  /** One carrier; empty when there is none of that name. */
  public Optional<CarrierRunway> carrier(String name, Instant now) {
    return read(Optional.of(name), Optional.empty(), Optional.empty()).stream()
        .map(c -> c.runway(now))
        .findFirst();
  }

  /**
   * The dependencies of carriers, the carriers by name.
   *
   * @param after the cursor that the page before gave
   * @param carriers of a page
   */
  public Page<DependencyRunway> page(Optional<String> after, int carriers, Instant now) {
    var runways =
        read(Optional.empty(), after, Optional.of(carriers)).stream()
            .map(c -> c.runway(now))
            .toList();
    return new Page<>(
        runways.stream().flatMap(r -> r.dependencies().stream()).toList(),
        runways.size() < carriers ? null : runways.getLast().carrier());
  }

  private List<CarrierSteps> read(
      Optional<String> name, Optional<String> after, Optional<Integer> limit) {
    var carriers = new LinkedHashMap<Long, CarrierSteps>();
    database.with((Handle h) -> {
      h.createQuery(READ)
          .bind("name", name.orElse(null))
          .bind("after", after.orElse(null))
          .bind("limit", limit.orElse(null))
          .map((row, _) -> add(row, carriers))
          .forEach(_ -> {});
      return carriers;
    });
    return List.copyOf(carriers.values());
  }

  private static CarrierSteps add(ResultSet row, Map<Long, CarrierSteps> carriers)
      throws SQLException {
    var carrier = carriers.get(row.getLong("id"));
    if (carrier == null) {
      carrier = new CarrierSteps(row.getString("name"), row.getString("region"));
      carriers.put(row.getLong("id"), carrier);
    }
    var bindings = row.getLong("bindings");
    if (bindings > 0) {
      var ends = row.getLong("ends");
      var end =
          row.wasNull() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochSecond(ends));
      carrier.add(
          new RunwayStep(
              Signal.of(row.getInt("signal")), Standing.of(row.getInt("standing")), end, bindings));
    }
    return carrier;
  }
}
