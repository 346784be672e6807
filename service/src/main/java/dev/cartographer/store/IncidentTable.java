package dev.cartographer.store;

import dev.cartographer.incident.Course.Step;
import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Event;
import dev.cartographer.incident.Incident;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Incidents in the database: their state, and every step that led to it. */
public final class IncidentTable {

  /** Whatever asks for it first and waits longest; of a process that died, after its lease. */
  private static final String CLAIM =
      """
      update incident set diagnosing_until = :until where id = (
        select id from incident
        where wants_diagnosis and not over and coalesce(diagnosing_until, 'epoch') < :now
        order by id limit 1 for update skip locked)
      returning id, scope, state::text as state
      """;

  private static final String STEP =
      """
      insert into incident_step (incident_id, number, at, event, effects, evidence)
      select :id, coalesce(max(number), 0) + 1, :at, :event::jsonb, :effects::jsonb, :evidence::jsonb
      from incident_step where incident_id = :id
      returning number
      """;

  private final Database database;

  IncidentTable(Database database) {
    this.database = database;
  }

  /**
   * One that is kept.
   *
   * @param scope see {@code Docket.Scope.word}
   */
  public record Kept(long id, String scope, Incident incident) {}

  /** What is done in one transaction with all that it leads to. */
  public interface Work<T> {
    T with(Handle h);
  }

  /** Does what only one process may do at a time; empty when another does it now. */
  public <T> Optional<T> alone(Work<T> work) {
    return database.inTransaction((Handle h) ->
        h.createQuery("select id from incident_desk for update skip locked")
            .mapTo(Integer.class)
            .findOne()
            .map(_ -> work.with(h)));
  }

  /** Those that are not over, the oldest first, each locked until the transaction ends. */
  public List<Kept> open(Handle h) {
    return h.createQuery(
            """
            select id, scope, state::text as state from incident where not over order by id
            for update
            """)
        .map((row, _) -> kept(row))
        .list();
  }

  /** Opens an incident. */
  public Kept open(Handle h, String scope, Incident incident) {
    var id =
        h.createQuery(
                """
                insert into incident (scope, opened_at, state)
                values (:scope, :opened, :state::jsonb) returning id
                """)
            .bind("scope", scope)
            .bind("opened", incident.opened())
            .bind("state", IncidentJson.write(incident))
            .mapTo(Long.class)
            .one();
    return new Kept(id, scope, incident);
  }

  /**
   * Writes down one step, with what a verdict in it was made from.
   *
   * @return its number
   */
  public long keep(
      Handle h, long id, Event event, Step step, @Nullable String evidence, Instant now) {
    var wants = step.effects().stream().anyMatch(Effect.Diagnose.class::isInstance);
    h.createUpdate(
            """
            update incident set state = :state::jsonb, over = :over,
              wants_diagnosis = wants_diagnosis or :wants where id = :id
            """)
        .bind("id", id)
        .bind("state", IncidentJson.write(step.incident()))
        .bind("over", step.incident().over())
        .bind("wants", wants)
        .execute();
    return h.createQuery(STEP)
        .bind("id", id)
        .bind("at", now)
        .bind("event", IncidentJson.write(event))
        .bind("effects", IncidentJson.write(step.effects().toArray(Effect[]::new)))
        .bind("evidence", evidence)
        .mapTo(Long.class)
        .one();
  }

  /** One that wants evidence, for this process to gather. */
  public Optional<Kept> claimDiagnosis(Instant now, Duration lease) {
    return database.with((Handle h) ->
        h.createQuery(CLAIM)
            .bind("now", now)
            .bind("until", now.plus(lease))
            .map((row, _) -> kept(row))
            .findOne());
  }

  /** Takes an incident whose evidence is there; empty when it is over meanwhile. */
  public <T> Optional<T> diagnosed(long id, WithKept<T> work) {
    return database.inTransaction((Handle h) ->
        h.createQuery(
                """
                update incident set wants_diagnosis = false, diagnosing_until = null
                where id = :id and not over returning id, scope, state::text as state
                """)
            .bind("id", id)
            .map((row, _) -> kept(row))
            .findOne()
            .map(kept -> work.with(h, kept)));
  }

  /** What is done with an incident that is locked. */
  public interface WithKept<T> {
    T with(Handle h, Kept kept);
  }

  /** Takes one incident to step it; empty when there is none of that number, or it is over. */
  public <T> Optional<T> locked(long id, WithKept<T> work) {
    return database.inTransaction((Handle h) ->
        h.createQuery(
                """
                select id, scope, state::text as state from incident
                where id = :id and not over for update
                """)
            .bind("id", id)
            .map((row, _) -> kept(row))
            .findOne()
            .map(kept -> work.with(h, kept)));
  }

  /**
   * One step that was taken.
   *
   * @param evidence what a verdict was made from, as it was written
   */
  public record Taken(int number, Instant at, Event event, Optional<String> evidence) {}

  /** Every step of an incident, in order. */
  public List<Taken> steps(long id) {
    return database.with((Handle h) ->
        h.createQuery(
                """
                select number, at, event::text as event, evidence::text as evidence
                from incident_step where incident_id = :id order by number
                """)
            .bind("id", id)
            .map((row, _) ->
                new Taken(
                    row.getInt("number"),
                    row.getTimestamp("at").toInstant(),
                    IncidentJson.read(row.getString("event"), Event.class),
                    Optional.ofNullable(row.getString("evidence"))))
            .list());
  }

  /**
   * Whom an incident concerns.
   *
   * @param clusters those of which a binding fails or has no token that still works
   * @param dark those of which one has no token that still works
   * @param firstDarkAt when the next of them is dark if nothing changes
   */
  public record Affected(long clusters, long dark, Optional<Instant> firstDarkAt) {}

  /** Counts the clusters of these carriers that are worse off than they should be. */
  public Affected affected(Handle h, List<String> carriers, Instant now) {
    return h.createQuery(
            """
            select count(distinct b.cluster_id) as clusters,
              count(distinct b.cluster_id) filter (where b.expires_at <= :now) as dark,
              min(b.expires_at) filter (where b.expires_at > :now) as first_dark
            from binding b join cluster c on c.id = b.cluster_id join carrier k on k.id = c.carrier_id
            where k.name = any(:carriers)
              and (b.failures > 0 or b.expires_at <= :now or b.next_at <= :now)
            """)
        .bind("carriers", carriers.toArray(String[]::new))
        .bind("now", now)
        .map((row, _) ->
            new Affected(
                row.getLong("clusters"),
                row.getLong("dark"),
                Optional.ofNullable(row.getTimestamp("first_dark")).map(Timestamp::toInstant)))
        .one();
  }

  /** One incident, over or not. */
  public Optional<Kept> one(long id) {
    return database.with((Handle h) ->
        h.createQuery("select id, scope, state::text as state from incident where id = :id")
            .bind("id", id)
            .map((row, _) -> kept(row))
            .findOne());
  }

  /** Incidents, the youngest first. */
  public List<Kept> latest(int most) {
    return database.with((Handle h) ->
        h.createQuery(
                "select id, scope, state::text as state from incident order by id desc limit :most")
            .bind("most", most)
            .map((row, _) -> kept(row))
            .list());
  }

  private static Kept kept(ResultSet row) throws SQLException {
    return new Kept(
        row.getLong("id"),
        row.getString("scope"),
        IncidentJson.read(row.getString("state"), Incident.class));
  }
}
