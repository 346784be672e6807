package dev.cartographer.store;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Tells the other processes on this database that this one is alive. They don't talk to each other;
 * but what agents asked one of them for, no other does while it lives.
 */
public final class Replicas {
  /** Who was not seen for so long is no more. */
  static final Duration LIFE = Duration.ofSeconds(30);

  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Database database;
  private final UUID me;

  Replicas(Database database, UUID me) {
    this.database = database;
    this.me = me;
  }

  /** To be called a few times within {@link #LIFE}. */
  public void beat(Instant now) {
    database.with((Handle h) -> {
      h.createUpdate("delete from replica where seen_at < :before")
          .bind("before", now.minus(REMEMBERED))
          .execute();
      return h.createUpdate(
              """
              insert into replica (id, seen_at) values (:me, :now)
              on conflict (id) do update set seen_at = excluded.seen_at
              """)
          .bind("me", me)
          .bind("now", now)
          .execute();
    });
  }

  /** Says that this process is no more: its bindings are free at once. */
  public void leave() {
    database.with((Handle h) ->
        h.createUpdate("delete from replica where id = :me").bind("me", me).execute());
  }
}
