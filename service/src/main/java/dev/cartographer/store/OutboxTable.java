package dev.cartographer.store;

import dev.cartographer.escalation.Brakes;
import dev.cartographer.escalation.Done;
import dev.cartographer.escalation.Entry;
import dev.cartographer.escalation.Errand;
import dev.cartographer.escalation.Order;
import dev.cartographer.escalation.Outbox;
import dev.cartographer.escalation.PageFate;
import dev.cartographer.escalation.Receipt;
import dev.cartographer.escalation.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in the database. Orders are put in by the transaction of the step that wants them, so
 * that there are both or neither. A claim moves {@code next_at} to the end of the lease and raises
 * the fence; so what a dead process had claimed comes due by itself, and a process that wakes up
 * late has lost it.
 */
public final class OutboxTable implements Outbox {

  /** The conditions on o are repeated, since they are what is looked at again after a lock. */
  private static final String CLAIM =
      """
      with due as (
        select o.id from outbox o
        where o.state in ('waiting', 'standing') and o.next_at <= :now and o.id in (
          select distinct on (c.sink) c.id from outbox c
          where c.state in ('waiting', 'standing') and c.next_at <= :now
            and c.sink <> all(:spared)
            and not exists (
              select from outbox p where p.incident = c.incident and p.sink = c.sink
                and p.id < c.id and p.state = 'waiting')
            and not exists (
              select from outbox f where f.key = c.after and f.state = 'waiting' and f.why is null)
          order by c.sink, (c.action = 'page') desc, c.next_at, c.id)
        for update skip locked)
      update outbox o set attempts = o.attempts + 1, fence = o.fence + 1, next_at = :until,
        why = null
      from due where o.id = due.id
      returning o.key, o.incident, o.team, o.sink, o.action, o.message, o.after, o.attempts,
        o.fence, o.written_at, o.receipt,
        (select t.receipt from outbox t
          where t.incident = o.incident and t.sink = o.sink and t.id < o.id and t.action = 'tell'
            and t.state in ('accepted', 'standing', 'shadowed') and t.receipt <> '{}'
          order by t.id limit 1) as thread,
        (select i.receipt ->> 'url' from outbox i
          where i.incident = o.incident and i.receipt ->> 'url' is not null
          order by i.id limit 1) as issue,
        (select coalesce(bool_and(b.state = 'shadowed'), false) from outbox b
          where b.incident = o.incident and b.sink = o.sink and b.id < o.id
            and b.action in ('page', 'tell') and (b.action = 'tell' or b.team = o.team)
            and b.state in ('accepted', 'standing', 'shadowed')) as shadows
      """;

  private static final String RECORD =
      """
      update outbox o set state = case
          when :state <> 'standing' then :state
          when exists (select from outbox l where l.incident = o.incident and l.sink = o.sink
            and l.id > o.id) then 'accepted'
          else :state end,
        attempts = case when :state = 'standing' and :why::text is null then 0 else attempts end,
        next_at = coalesce(:next::timestamptz, next_at),
        done_at = case when :over then :now::timestamptz end,
        receipt = coalesce(:receipt::jsonb, receipt), why = :why,
        request = coalesce(nullif(:request, ''), request), answer = nullif(:answer, ''),
        tell = :tell
      where key = :key and fence = :fence and state in ('waiting', 'standing')
      """;

  private final Database database;
  private final Brakes brakes;

  public OutboxTable(Database database, Brakes brakes) {
    this.database = database;
    this.brakes = brakes;
  }

  /**
   * Puts what a step wants into the outbox. What is in it already stays as it is.
   *
   * @param h of the transaction that takes the step; two steps of one incident at once must exclude
   *     each other
   */
  public void put(Handle h, List<Entry> entries, Instant now) {
    var writer = new OutboxWriter(h, brakes, now);
    entries.forEach(writer::write);
  }

  @Override
  public List<Errand> claim(Set<String> spared, Instant now, Duration lease) {
    return database.inTransaction((Handle h) ->
        h.createQuery(CLAIM)
            .bind("now", now)
            .bind("until", now.plus(lease))
            .bind("spared", spared.toArray(String[]::new))
            .map((row, _) -> OutboxColumns.errand(row))
            .list());
  }

  @Override
  public void record(Errand errand, Done done, Optional<PageFate> told, Instant now) {
    database.inTransaction((Handle h) -> {
      var kept = Row.of(done.result());
      var stands =
          h.createUpdate(RECORD)
              .bind("state", kept.state)
              .bind("next", kept.next)
              .bind("over", kept.over)
              .bind("receipt", kept.receipt == null ? null : OutboxColumns.written(kept.receipt))
              .bind("why", kept.why)
              .bind("request", done.request())
              .bind("answer", done.answer())
              .bind("tell", told.map(OutboxColumns::word).orElse(null))
              .bind("now", now)
              .bind("key", errand.order().key())
              .bind("fence", errand.fence())
              .execute();
      if (stands == 1) {
        var writer = new OutboxWriter(h, brakes, now);
        kept.instead.forEach(writer::put);
      }
      return stands;
    });
  }

  @Override
  public List<Untold> untold(int most) {
    return database.with((Handle h) ->
        h.createQuery(
                """
                select key, incident, team, tell, receipt, why from outbox
                where tell is not null order by id limit :most
                """)
            .bind("most", most)
            .map((row, _) -> OutboxColumns.untold(row))
            .list());
  }

  @Override
  public void told(Untold page) {
    database.with((Handle h) ->
        h.createUpdate("update outbox set tell = null where key = :key")
            .bind("key", page.key())
            .execute());
  }

  /** What a result changes. */
  private record Row(
      String state,
      @Nullable Instant next,
      boolean over,
      @Nullable Receipt receipt,
      @Nullable String why,
      List<Order> instead) {

    static Row of(Result result) {
      return switch (result) {
        case Result.Accepted(var receipt, var again) ->
            again.isPresent()
                ? new Row("standing", again.get(), true, receipt, null, List.of())
                : new Row("accepted", null, true, receipt, null, List.of());
        case Result.Later(var at, var why, var soFar) ->
            new Row("waiting", at, false, soFar, why, List.of());
        case Result.Refused(var why, var instead) ->
            new Row("refused", null, true, null, why, instead);
        case Result.Shadowed(var receipt) ->
            new Row("shadowed", null, true, receipt, null, List.of());
        case Result.Dropped(var why) -> new Row("dropped", null, true, null, why, List.of());
      };
    }
  }
}
