package dev.cartographer.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.cartographer.incident.Effect;
import dev.cartographer.incident.Event;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.view.Json;

/**
 * How incidents and their steps are written: alternatives by a name that stays when a class goes.
 */
public final class IncidentJson {
  private static final JsonMapper MAPPER =
      Json.mapper()
          .rebuild()
          .addModule(new Jdk8Module())
          .addMixIn(Event.class, Events.class)
          .addMixIn(Effect.class, Effects.class)
          .addMixIn(Outcome.class, Outcomes.class)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Alerts.class, name = "alerts"),
    @JsonSubTypes.Type(value = Event.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = Event.NotJudged.class, name = "not_judged"),
    @JsonSubTypes.Type(value = Event.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Event.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Event.Acknowledged.class, name = "acknowledged"),
    @JsonSubTypes.Type(value = Event.Assigned.class, name = "assigned"),
    @JsonSubTypes.Type(value = Event.Held.class, name = "held"),
    @JsonSubTypes.Type(value = Event.Dismissed.class, name = "dismissed"),
    @JsonSubTypes.Type(value = Event.Superseded.class, name = "superseded"),
    @JsonSubTypes.Type(value = Event.Tick.class, name = "tick")
  })
  private interface Events {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "effect")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Effect.Diagnose.class, name = "diagnose"),
    @JsonSubTypes.Type(value = Effect.SendPage.class, name = "send_page"),
    @JsonSubTypes.Type(value = Effect.EndPage.class, name = "end_page"),
    @JsonSubTypes.Type(value = Effect.Tell.class, name = "tell"),
    @JsonSubTypes.Type(value = Effect.CloseIssue.class, name = "close_issue")
  })
  private interface Effects {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.AtFault.class, name = "at_fault"),
    @JsonSubTypes.Type(value = Outcome.Ourselves.class, name = "ourselves"),
    @JsonSubTypes.Type(value = Outcome.Cleared.class, name = "cleared"),
    @JsonSubTypes.Type(value = Outcome.FollowsFromIam.class, name = "follows_from_iam"),
    @JsonSubTypes.Type(value = Outcome.Hold.class, name = "hold")
  })
  private interface Outcomes {}

  private IncidentJson() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an incident is always JSON", e);
    }
  }

  /** The inverse of {@link #write}. */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds what we wrote", e);
    }
  }
}
