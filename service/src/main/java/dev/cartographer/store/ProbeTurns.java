package dev.cartographer.store;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.probe.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The turns of carriers, in their rows: each says when it was probed last. Whoever takes a turn
 * writes that first, so a process that dies with it costs one probe, and nobody has to be elected.
 */
final class ProbeTurns implements Turns {
  private static final String TAKE =
      """
      update carrier set probed_at = :now where id in (
        select id from carrier
        where region = any(:regions) and (probed_at is null or probed_at <= :before)
        order by probed_at nulls first, id
        limit (select ceil(count(*) * :share) from carrier where region = any(:regions))
        for no key update skip locked)
      returning name, region
      """;

  private final Database database;

  ProbeTurns(Database database) {
    this.database = database;
  }

  @Override
  public List<Carrier> take(Set<Name> regions, Duration interval, Duration every, Instant now) {
    var names = regions.stream().map(Name::text).toArray(String[]::new);
    return database.inTransaction((Handle h) ->
        h.createQuery(TAKE)
            .bind("regions", names)
            .bind("now", now)
            .bind("before", now.minus(interval))
            .bind("share", (double) every.toMillis() / interval.toMillis())
            .map((row, _) ->
                new Carrier(new Name(row.getString("name")), new Name(row.getString("region"))))
            .list());
  }
}
