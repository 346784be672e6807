package dev.cartographer.app;

import dev.cartographer.evidence.VerdictAnswer;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.view.VerdictView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Verdicts by hand: who is at fault on a carrier now. Nobody is paged and nothing is kept. */
@Path("/api/v1/verdicts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class VerdictResource {
  private final Lifecycle lifecycle;

  @Inject
  VerdictResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Gathers evidence and decides; takes as long as the budget at the most. */
  @POST
  public VerdictView verdict(@QueryParam("carrier") @Nullable String name) {
    if (name == null) {
      throw RequestFailure.invalid("the parameter carrier names the carrier");
    }
    var server = lifecycle.server();
    var carrier = carrier(name);
    var witnesses = server.witnesses();
    return VerdictAnswer.of(carrier, witnesses.gather(witnesses.byHand(carrier, server.now())));
  }

  private Carrier carrier(String name) {
    return lifecycle
        .server()
        .store()
        .reader()
        .carrier(name)
        .orElseThrow(() -> RequestFailure.notFound("carrier", name));
  }
}
