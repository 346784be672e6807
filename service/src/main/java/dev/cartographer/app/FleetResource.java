package dev.cartographer.app;

import dev.cartographer.fleet.Signal;
import dev.cartographer.store.FleetFilter;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.IrrevocableView;
import dev.cartographer.view.Page;
import dev.cartographer.view.RemovalRequest;
import dev.cartographer.view.RotationRequest;
import dev.cartographer.view.Why;
import dev.cartographer.view.WhyAnswer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fleet over HTTP. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class FleetResource {
  private static final int LONGEST_PAGE = 500;

  private final Lifecycle lifecycle;

  @Inject
  FleetResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** All carriers, each with its bindings counted by state. */
  @GET
  @Path("/carriers")
  public Page<CarrierView> carriers() {
    return new Page<>(server().store().reader().carriers(server().now()), null);
  }

  /** How long the bindings of a carrier last if a dependency stays down. */
  @GET
  @Path("/carriers/{name}/runway")
  public CarrierRunway runway(@PathParam("name") String name) {
    return server()
        .store()
        .runways()
        .carrier(name, server().now())
        .orElseThrow(() -> RequestFailure.notFound("carrier", name));
  }

  /** The same of all carriers, by name; a page holds whole carriers. */
  @GET
  @Path("/runways")
  public Page<DependencyRunway> runways(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return server()
        .store()
        .runways()
        .page(Optional.ofNullable(cursor), ofPage(limit), server().now());
  }

  /** Replaced tokens that could not be revoked and have not ended yet. */
  @GET
  @Path("/irrevocables")
  public Page<IrrevocableView> irrevocables(
      @QueryParam("cluster") @Nullable String cluster,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return server()
        .store()
        .irrevocable()
        .page(Optional.ofNullable(cluster), row(cursor), ofPage(limit), server().now());
  }

  /** Clusters by name. */
  @GET
  @Path("/clusters")
  public Page<ClusterView> clusters(
      @QueryParam("carrier") @Nullable String carrier,
      @QueryParam("tenant") @Nullable String tenant,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    var filter = filter(carrier, tenant, null, null, state, cursor, limit);
    return server().store().reader().clusters(filter, server().now());
  }

  /** Bindings by cluster name, logs first. */
  @GET
  @Path("/bindings")
  public Page<BindingView> bindings(
      @QueryParam("carrier") @Nullable String carrier,
      @QueryParam("cluster") @Nullable String cluster,
      @QueryParam("signal") @Nullable String signal,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    var filter = filter(carrier, null, cluster, signal, state, cursor, limit);
    return server().store().reader().bindings(filter, server().now());
  }

  /** One cluster. */
  @GET
  @Path("/clusters/{name}")
  public ClusterView cluster(@PathParam("name") String name) {
    server().askers().lookForPickups(name);
    return server()
        .store()
        .reader()
        .cluster(name, server().now())
        .orElseThrow(() -> RequestFailure.notFound("cluster", name));
  }

  /** Why a cluster's signals flow, or don't. */
  @GET
  @Path("/clusters/{name}/why")
  public Why why(@PathParam("name") String name) {
    var now = server().now();
    return WhyAnswer.of(server().waiting(now).told(cluster(name)), now);
  }

  /** Asks for new tokens of a cluster. */
  @POST
  @Path("/clusters/{name}/rotations")
  public Response rotateCluster(
      @PathParam("name") String name, @QueryParam("signal") @Nullable String signal) {
    return accepted(
        server()
            .store()
            .requests()
            .ofCluster(name, signal(signal), ApiToken.OPERATOR, server().now()),
        "cluster",
        name);
  }

  /** Asks for new tokens of every cluster of a carrier. */
  @POST
  @Path("/carriers/{name}/rotations")
  public Response rotateCarrier(
      @PathParam("name") String name, @QueryParam("signal") @Nullable String signal) {
    return accepted(
        server()
            .store()
            .requests()
            .ofCarrier(name, signal(signal), ApiToken.OPERATOR, server().now()),
        "carrier",
        name);
  }

  /**
   * Lets a cluster leave: what was delivered is taken back, then it is gone. Asking again changes
   * nothing.
   */
  @DELETE
  @Path("/clusters/{name}")
  public Response remove(
      @PathParam("name") String name, @QueryParam("leave") @DefaultValue("false") boolean leave) {
    var removals = server().store().removals();
    var asked =
        leave
            ? removals.forget(name, ApiToken.OPERATOR, server().now())
            : removals.ask(name, ApiToken.OPERATOR, server().now());
    var bindings = asked.orElseThrow(() -> RequestFailure.notFound("cluster", name)).bindings();
    server().nudge();
    return Response.accepted(new RemovalRequest(name, leave, bindings)).build();
  }

  private Response accepted(long bindings, String noun, String name) {
    if (bindings == 0) {
      throw RequestFailure.notFound(noun, name);
    }
    server().nudge();
    return Response.accepted(new RotationRequest(bindings)).build();
  }

  private static FleetFilter filter(
      @Nullable String carrier,
      @Nullable String tenant,
      @Nullable String cluster,
      @Nullable String signal,
      @Nullable String state,
      @Nullable String cursor,
      int limit) {
    return new FleetFilter(
        Optional.ofNullable(carrier),
        Optional.ofNullable(tenant),
        Optional.ofNullable(cluster),
        signal(signal),
        state(state),
        Optional.ofNullable(cursor),
        ofPage(limit));
  }

  private static Optional<Long> row(@Nullable String cursor) {
    if (cursor == null) {
      return Optional.empty();
    }
    if (!cursor.matches("[0-9]{1,18}")) {
      throw RequestFailure.invalid("cursor is what the page before gave as next");
    }
    return Optional.of(Long.valueOf(cursor));
  }

  private static int ofPage(int limit) {
    if (limit < 1 || limit > LONGEST_PAGE) {
      throw RequestFailure.invalid("limit is 1 to " + LONGEST_PAGE);
    }
    return limit;
  }

  private static Optional<Signal> signal(@Nullable String word) {
    try {
      return Optional.ofNullable(word).map(Signal::of);
    } catch (IllegalArgumentException e) {
      throw RequestFailure.invalid("signal is logs or metrics");
    }
  }

  private static Optional<BindingState> state(@Nullable String word) {
    try {
      return Optional.ofNullable(word).map(BindingState::of);
    } catch (IllegalArgumentException e) {
      throw RequestFailure.invalid("state is pending, valid, failing or expired");
    }
  }

  private Server server() {
    return lifecycle.server();
  }
}
