package dev.cartographer.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.intake.ReceivedAlert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The alerts that Alertmanager told of. */
public final class AlertTable {

  /**
   * The order in which messages arrive does not matter: a later start is another time that it
   * fires, of the same start the end is final.
   */
  private static final String RECEIVE =
      """
      insert into alert as a (fingerprint, labels, starts_at, ended_at, heard_at)
      select fingerprint, labels::jsonb, starts::timestamptz, ended::timestamptz, :now
      from unnest(:fingerprints, :labels, :starts, :ends) v (fingerprint, labels, starts, ended)
      order by fingerprint
      on conflict (fingerprint) do update set
        starts_at = excluded.starts_at,
        ended_at = case when a.starts_at = excluded.starts_at
          then coalesce(a.ended_at, excluded.ended_at) else excluded.ended_at end,
        heard_at = excluded.heard_at
      where excluded.starts_at >= a.starts_at
      """;

  private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};

  private final JsonMapper json = new JsonMapper();
  private final Database database;

  AlertTable(Database database) {
    this.database = database;
  }

  /** Keeps what was received; when this returns it is on disk. */
  public void receive(List<ReceivedAlert> alerts, Instant now) {
    var once =
        List.copyOf(
            alerts.stream()
                .collect(
                    Collectors.toMap(
                        ReceivedAlert::fingerprint, Function.identity(), AlertTable::later))
                .values());
    if (!once.isEmpty()) {
      database.inTransaction((Handle h) ->
          new Columns()
              .texts("fingerprints", once, ReceivedAlert::fingerprint)
              .texts("labels", once, a -> written(a.labels()))
              .texts("starts", once, a -> a.startsAt().toString())
              .texts("ends", once, a -> a.endedAt().map(Instant::toString).orElse(null))
              .bindTo(h.createUpdate(RECEIVE).bind("now", now))
              .execute());
    }
  }

  private static ReceivedAlert later(ReceivedAlert a, ReceivedAlert b) {
    var order = a.startsAt().compareTo(b.startsAt());
    return order > 0 || (order == 0 && !a.fires()) ? a : b;
  }

  /** Those that fire. */
  public List<ReceivedAlert> firing(Handle h) {
    return h.createQuery("select labels, starts_at from alert where ended_at is null")
        .map((row, _) -> firing(row))
        .list();
  }

  private ReceivedAlert firing(ResultSet row) throws SQLException {
    return new ReceivedAlert(
        read(row.getString("labels")), row.getTimestamp("starts_at").toInstant(), Optional.empty());
  }

  /** Ends whatever Alertmanager no longer knows of: an end that was never told. */
  public void endUnheard(List<ReceivedAlert> known, Instant notHeardSince, Instant now) {
    var fingerprints = known.stream().map(ReceivedAlert::fingerprint).toArray(String[]::new);
    database.with((Handle h) ->
        h.createUpdate(
                """
                update alert set ended_at = :now where ended_at is null and heard_at < :since
                  and fingerprint <> all(:known)
                """)
            .bind("now", now)
            .bind("since", notHeardSince)
            .bind("known", fingerprints)
            .execute());
  }

  /** Forgets what ended longer ago than this. */
  public void forget(Instant now, Duration age) {
    database.with((Handle h) ->
        h.createUpdate("delete from alert where ended_at < :before")
            .bind("before", now.minus(age))
            .execute());
  }

  private String written(SortedMap<String, String> labels) {
    try {
      return json.writeValueAsString(labels);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private SortedMap<String, String> read(String labels) {
    try {
      return json.readValue(labels, LABELS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds what we wrote", e);
    }
  }
}
