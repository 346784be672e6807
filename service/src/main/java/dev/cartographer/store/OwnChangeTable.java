package dev.cartographer.store;

import dev.cartographer.evidence.ChangeBook;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What we changed of ourselves, in the database. */
public final class OwnChangeTable implements ChangeBook {
  /** So many clusters enrolled or changed at once are a change of ours. */
  static final int MANY = 20;

  private static final String BETWEEN =
      """
      select at, detail from own_change where at between :from and :until order by at desc, id desc
      """;

  // One replica after the other starts with the same: that is one change.
  private static final String STARTED =
      """
      insert into own_change (at, kind, detail, version, configuration)
      select :now, 'start', :detail, :version, :configuration
      where (:version::text, :configuration::text) is distinct from (
        select (version, configuration) from own_change where kind = 'start'
        order by id desc limit 1)
      """;

  private static final String ENROLLED =
      "insert into own_change (at, kind, detail) values (:now, 'enrolment', :detail)";

  private final Database database;

  public OwnChangeTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Change> between(Instant from, Instant until) {
    return database.with((Handle h) ->
        h.createQuery(BETWEEN)
            .bind("from", from)
            .bind("until", until)
            .map(
                (row, _) -> new Change(row.getTimestamp("at").toInstant(), row.getString("detail")))
            .list());
  }

  /**
   * This process has started; a change if the last to start was of another version or
   * configuration.
   *
   * @param configuration a hash of it, in which no secret can be found again
   */
  public void started(String version, String configuration, Instant now) {
    database.inTransaction((Handle h) ->
        h.createUpdate(STARTED)
            .bind("now", now)
            .bind(
                "detail", "version " + version + " with configuration " + configuration + " began")
            .bind("version", version)
            .bind("configuration", configuration)
            .execute());
  }

  /** Clusters were enrolled or changed; a change of ours if they are many. */
  static void enrolled(Handle h, Enrolled result, Instant now) {
    var clusters = result.created().size() + result.changed().size();
    if (clusters >= MANY) {
      h.createUpdate(ENROLLED)
          .bind("now", now)
          .bind(
              "detail",
              "%d clusters enrolled, %d changed"
                  .formatted(result.created().size(), result.changed().size()))
          .execute();
    }
  }
}
