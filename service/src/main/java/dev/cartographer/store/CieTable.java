package dev.cartographer.store;

import dev.cartographer.evidence.CieBook;
import dev.cartographer.evidence.CieNotice;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The customer impacting events that were announced, in the database; none is ever removed. */
public final class CieTable implements CieBook {
  private static final String OPEN =
      """
      select dependency, region, reference, reason, opened_at, expires_at from cie
      where closed_at is null and expires_at > :now order by opened_at, id
      """;

  // One that has ended by itself is closed first: what comes now is another.
  private static final String LAPSE =
      """
      update cie set closed_at = expires_at, closed_by = 'expiry'
      where closed_at is null and expires_at <= :now
      """;

  private static final String ANNOUNCE =
      """
      insert into cie (dependency, region, reference, reason, opened_at, opened_by, expires_at)
      values (:dependency, :region, :reference, :reason, :opened, :actor, :expires)
      on conflict (dependency, coalesce(region, ''), reference) where closed_at is null
        do update set reason = excluded.reason, expires_at = excluded.expires_at
      """;

  // Without a reference all of the dependency there.
  private static final String CLOSE =
      """
      update cie set closed_at = :now, closed_by = :actor
      where closed_at is null and dependency = :dependency
        and region is not distinct from :region::text
        and (:reference::text is null or reference = :reference)
      """;

  private final Database database;

  public CieTable(Database database) {
    this.database = database;
  }

  @Override
  public List<CieNotice> open(Instant now) {
    return database.with(
        (Handle h) -> h.createQuery(OPEN).bind("now", now).map((row, _) -> notice(row)).list());
  }

  private static CieNotice notice(ResultSet row) throws SQLException {
    return new CieNotice(
        Dependency.valueOf(row.getString("dependency").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("region")).map(Name::new),
        row.getString("reference"),
        row.getString("reason"),
        row.getTimestamp("opened_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }

  /** Opens an event, or changes reason and end of the one that is open under its reference. */
  public void announce(CieNotice notice, String actor) {
    database.inTransaction((Handle h) -> {
      h.createUpdate(LAPSE).bind("now", notice.openedAt()).execute();
      h.createUpdate(ANNOUNCE)
          .bind("dependency", notice.dependency().word())
          .bind("region", notice.region().map(Name::text))
          .bind("reference", notice.reference())
          .bind("reason", notice.reason())
          .bind("opened", notice.openedAt())
          .bind("actor", actor)
          .bind("expires", notice.expiresAt())
          .execute();
      trail(h, notice.openedAt(), AuditEvent.Kind.CIE_OPENED, actor, told(notice));
      return true;
    });
  }

  private static String told(CieNotice notice) {
    return place(notice.dependency(), notice.region())
        + ", "
        + notice.reference()
        + ": "
        + notice.reason();
  }

  private static String place(Dependency dependency, Optional<Name> region) {
    return dependency.word() + region.map(r -> " in " + r).orElse(" everywhere");
  }

  /**
   * Closes an event.
   *
   * @param reference of the one that is over; all of the dependency there when empty
   * @return how many were open
   */
  public int close(
      Dependency dependency,
      Optional<Name> region,
      Optional<String> reference,
      String reason,
      String actor,
      Instant now) {
    return database.inTransaction((Handle h) -> {
      h.createUpdate(LAPSE).bind("now", now).execute();
      var closed =
          h.createUpdate(CLOSE)
              .bind("now", now)
              .bind("actor", actor)
              .bind("dependency", dependency.word())
              .bind("region", region.map(Name::text))
              .bind("reference", reference)
              .execute();
      if (closed > 0) {
        var told = place(dependency, region) + ": " + reason;
        trail(h, now, AuditEvent.Kind.CIE_CLOSED, actor, told);
      }
      return closed;
    });
  }

  /** It is about no cluster. */
  private static void trail(
      Handle h, Instant now, AuditEvent.Kind kind, String actor, String detail) {
    AuditTable.insert(h, List.of(AuditEvent.byCaller(now, kind, "", null, actor, detail)));
  }
}
