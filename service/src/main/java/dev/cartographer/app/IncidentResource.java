package dev.cartographer.app;

import dev.cartographer.incident.Event;
import dev.cartographer.incident.Team;
import dev.cartographer.view.IncidentView;
import dev.cartographer.view.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Incidents over HTTP: how they stand, and what a person has to say about them. */
@Path("/api/v1/incidents")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class IncidentResource {
  private static final int LONGEST_PAGE = 500;

  private final Lifecycle lifecycle;

  @Inject
  IncidentResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** The latest, the youngest first. */
  @GET
  public Page<IncidentView> latest(@QueryParam("limit") @DefaultValue("50") int limit) {
    var most = Math.clamp(limit, 1, LONGEST_PAGE);
    var kept = lifecycle.server().store().incidents().latest(most);
    return new Page<>(kept.stream().map(Incidents::view).toList(), null);
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  public IncidentView one(@PathParam("id") long id) {
    return lifecycle
        .server()
        .store()
        .incidents()
        .one(id)
        .map(Incidents::view)
        .orElseThrow(() -> RequestFailure.noIncident(id, "incident"));
  }

  /** Somebody of a team is on it. */
  @POST
  @Path("/{id}/acknowledgements")
  public IncidentView acknowledge(
      @PathParam("id") long id, @QueryParam("team") @Nullable String team) {
    return told(id, new Event.Acknowledged(team(team)));
  }

  /** It is this team's, whatever a verdict says. */
  @POST
  @Path("/{id}/assignments")
  public IncidentView assign(@PathParam("id") long id, @QueryParam("team") @Nullable String team) {
    return told(id, new Event.Assigned(team(team)));
  }

  /** It is over. */
  @POST
  @Path("/{id}/resolutions")
  public IncidentView resolve(@PathParam("id") long id) {
    return told(id, new Event.Dismissed());
  }

  private IncidentView told(long id, Event event) {
    return lifecycle
        .server()
        .duty()
        .desk()
        .tell(id, event)
        .map(Incidents::view)
        .orElseThrow(() -> RequestFailure.noIncident(id, "incident that goes on"));
  }

  private static Team team(@Nullable String key) {
    return Arrays.stream(Team.values())
        .filter(team -> team.key().equals(key))
        .findFirst()
        .orElseThrow(() ->
            RequestFailure.invalid(
                "the parameter team names one of "
                    + Arrays.stream(Team.values())
                        .map(Team::key)
                        .collect(Collectors.joining(", "))));
  }
}
