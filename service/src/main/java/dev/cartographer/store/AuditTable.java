package dev.cartographer.store;

import dev.cartographer.rotation.Audit;
import dev.cartographer.rotation.Claim;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The audit trail in the database, written many lines at a time. */
public final class AuditTable implements Audit, AutoCloseable {
  private static final String INSERT =
      """
      insert into audit (at, kind, cluster, signal, actor, detail, generation, fence, expires_at,
        fingerprint)
      select at::timestamptz, kind, cluster, signal, actor, detail, generation, fence,
        expires::timestamptz, fingerprint
      from unnest(:ats, :kinds, :clusters, :signals, :actors, :details, :generations, :fences,
          :expires, :fingerprints)
        v (at, kind, cluster, signal, actor, detail, generation, fence, expires, fingerprint)
      """;

  private static final String FORGET =
      """
      delete from audit where id in (
        select id from audit where at < :before order by id limit 5000)
      """;

  private static final String ORPHANS =
      """
      select count(*) from audit i where i.kind = 'intended' and i.at between :from and :until
        and not exists (
          select 1 from audit d where d.cluster = i.cluster and d.id > i.id
            and d.kind = 'delivered' and d.signal = i.signal and d.fingerprint = i.fingerprint)
      """;

  private final Database database;
  private final GroupCommit<AuditEvent, Boolean> commits;

  public AuditTable(Database database) {
    this.database = database;
    this.commits = new GroupCommit<>("audit", this::insertAll);
  }

  @Override
  public void intend(Claim claim, Note note, Reason reason, Instant now) {
    commits.write(AuditEvent.intended(claim, note, reason, now));
  }

  @Override
  public void revoked(Claim claim, Note old, Instant now) {
    commits.write(AuditEvent.revoked(claim, old, now));
  }

  @Override
  public void irrevocable(Claim claim, Note old, String why, Instant now) {
    commits.write(AuditEvent.irrevocable(claim, old, why, now));
  }

  /** Puts one event on record, durably. */
  void write(AuditEvent event) {
    commits.write(event);
  }

  /** How many tokens were made and never delivered in this span of time: crashes cost them. */
  public long orphans(Instant from, Instant until) {
    return database.with((Handle h) ->
        h.createQuery(ORPHANS).bind("from", from).bind("until", until).mapTo(Long.class).one());
  }

  /** Forgets what is older than this, a few thousand lines at a time. */
  public void forget(Instant now, Duration age) {
    var before = now.minus(age);
    var deleted = 1;
    while (deleted > 0) {
      deleted =
          database.with((Handle h) -> h.createUpdate(FORGET).bind("before", before).execute());
    }
  }

  private List<Boolean> insertAll(List<AuditEvent> events) {
    return database.inTransaction((Handle h) -> {
      insert(h, events);
      return Collections.nCopies(events.size(), true);
    });
  }

  static void insert(Handle h, List<AuditEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    new Columns()
        .texts("ats", events, e -> e.at().toString())
        .texts("kinds", events, e -> e.kind().word())
        .texts("clusters", events, AuditEvent::cluster)
        .texts("signals", events, AuditEvent::signal)
        .texts("actors", events, AuditEvent::actor)
        .texts("details", events, AuditEvent::detail)
        .longs("generations", events, e -> of(e, Note::generation))
        .longs("fences", events, AuditEvent::fence)
        .texts("expires", events, e -> of(e, note -> note.expiresAt().toString()))
        .texts("fingerprints", events, e -> of(e, note -> note.fingerprint().hex()))
        .bindTo(h.createUpdate(INSERT))
        .execute();
  }

  private static <T> @Nullable T of(AuditEvent event, Function<Note, T> part) {
    return event.note() == null ? null : part.apply(event.note());
  }

  @Override
  public void close() {
    commits.close();
  }
}
