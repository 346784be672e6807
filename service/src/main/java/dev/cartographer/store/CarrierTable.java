package dev.cartographer.store;

import static java.util.stream.Collectors.toMap;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table of carriers, and of the regions they are in. */
final class CarrierTable {
  private CarrierTable() {}

  /**
   * Carriers by name: those enrolled and those of a request.
   *
   * @throws EnrolmentRefused when one of the request would move to another region
   */
  static Map<Name, Carrier> known(Handle h, List<Carrier> asked) {
    var known =
        h.createQuery("select name, region from carrier")
            .map((r, _) -> new Carrier(new Name(r.getString(1)), new Name(r.getString(2))))
            .collect(toMap(Carrier::name, c -> c));
    for (var carrier : asked) {
      var present = known.putIfAbsent(carrier.name(), carrier);
      if (present != null && !present.equals(carrier)) {
        throw new EnrolmentRefused(
            "carrier "
                + carrier.name()
                + " is enrolled in region "
                + present.region()
                + "; a carrier does not move");
      }
    }
    return known;
  }

  /** Adds those that are not there yet, and their regions. */
  static void add(Handle h, List<Carrier> carriers) {
    if (carriers.isEmpty()) {
      return;
    }
    var batch =
        h.prepareBatch(
            """
            insert into carrier (name, region) values (:name, :region)
            on conflict (name) do nothing
            """);
    carriers.forEach(
        c -> batch.bind("name", c.name().text()).bind("region", c.region().text()).add());
    batch.execute();
    h.createUpdate(
            """
            insert into region (name) select distinct name from unnest(:names) as name
            order by name on conflict (name) do nothing
            """)
        .bind("names", carriers.stream().map(c -> c.region().text()).toArray(String[]::new))
        .execute();
  }
}
