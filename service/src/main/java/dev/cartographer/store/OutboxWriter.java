package dev.cartographer.store;

import dev.cartographer.escalation.Brakes;
import dev.cartographer.escalation.Brakes.Paged;
import dev.cartographer.escalation.Entry;
import dev.cartographer.escalation.Order;
import dev.cartographer.escalation.Order.Action;
import dev.cartographer.incident.Team;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts orders into the outbox, within the transaction of the step that wants them. */
final class OutboxWriter {
  private static final String PUT =
      """
      insert into outbox (key, incident, team, sink, action, message, after, state, written_at,
        next_at, done_at, tell)
      values (:key, :incident, :team, :sink, :action, :message::jsonb, :after, :state, :now, :now,
        case when :state = 'waiting' then null else :now::timestamptz end,
        case when :state = 'waiting' then null else :state end)
      on conflict (key) do nothing
      """;

  /** What is said again and again is not, once something newer is said. */
  private static final String SAID =
      """
      update outbox set state = 'accepted'
      where incident = :incident and sink = :sink and state = 'standing'
      """;

  /** In shadow mode as many would be sent as in earnest; in earnest only those that are count. */
  private static final String PAGED =
      """
      select team, written_at from outbox
      where action = 'page' and written_at > :since and incident not like 'digest-%'
        and state not in ('dropped', 'braked') and (:shadow or state <> 'shadowed')
      """;

  /** A page that nobody has taken, and that nobody is about to send. */
  private static final String OVER =
      """
      update outbox set state = 'dropped', why = 'over before it was taken', done_at = :now
      where incident = :incident and team = :team and action = 'page' and state = 'waiting'
        and (attempts = 0 or why is not null)
      """;

  /** Where something was sent, or may have been. */
  private static final String BEGUN =
      """
      select distinct sink from outbox
      where incident = :incident and action = :before and sink <> ''
        and (action <> 'page' or team = :team)
        and (state in ('waiting', 'standing', 'accepted', 'shadowed')
          or (state = 'dropped' and request is not null))
      order by sink
      """;

  private final Handle h;
  private final Brakes brakes;
  private final Instant now;

  OutboxWriter(Handle h, Brakes brakes, Instant now) {
    this.h = h;
    this.brakes = brakes;
    this.now = now;
  }

  void write(Entry entry) {
    switch (entry) {
      case Entry.Put(var order) -> put(order);
      case Entry.Page(var order, var digest, var shadow) -> page(order, digest, shadow);
      case Entry.Follow(var order, var before) -> follow(order, before);
    }
  }

  void put(Order order) {
    h.createUpdate(SAID).bind("incident", order.incident()).bind("sink", order.sink()).execute();
    insert(order, "waiting");
  }

  private void insert(Order order, String state) {
    OutboxColumns.bind(h.createUpdate(PUT), order).bind("state", state).bind("now", now).execute();
  }

  private void page(Order order, Order digest, boolean shadow) {
    h.execute("select from page_brake for update");
    if (known(order.key()) || brakes.letThrough(order.team(), before(shadow), now)) {
      put(order);
    } else {
      insert(order, "braked");
      put(digest);
    }
  }

  private boolean known(String key) {
    return h.createQuery("select exists (select from outbox where key = :key)")
        .bind("key", key)
        .mapTo(Boolean.class)
        .one();
  }

  private List<Paged> before(boolean shadow) {
    return h.createQuery(PAGED)
        .bind("since", now.minus(brakes.span()))
        .bind("shadow", shadow)
        .map((row, _) ->
            new Paged(
                Team.valueOf(row.getString("team")), row.getTimestamp("written_at").toInstant()))
        .list();
  }

  private void follow(Order order, Action before) {
    if (order.action() == Action.END) {
      h.createUpdate(OVER)
          .bind("incident", order.incident())
          .bind("team", order.team().name())
          .bind("now", now)
          .execute();
    }
    h.createQuery(BEGUN)
        .bind("incident", order.incident())
        .bind("team", order.team().name())
        .bind("before", before.word())
        .mapTo(String.class)
        .list()
        .forEach(sink -> put(order.at(sink)));
  }
}
