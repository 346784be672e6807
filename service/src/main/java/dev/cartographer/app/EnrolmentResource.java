package dev.cartographer.app;

import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.FleetFile;
import dev.cartographer.pull.IssuerKeys;
import dev.cartographer.pull.KeysUnavailable;
import dev.cartographer.store.Enrolled;
import dev.cartographer.store.EnrolmentRefused;
import dev.cartographer.view.EnrolmentResult;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/** Enrolment over HTTP: the fleet file, as JSON, in pieces of at most 1 MiB. */
@Path("/api/v1/enrolments")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class EnrolmentResource {
  private final Lifecycle lifecycle;

  @Inject
  EnrolmentResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Brings the fleet to what the document asks for; idempotent, all of it or none. */
  @POST
  public EnrolmentResult enrol(InputStream document, @QueryParam("dryRun") boolean dryRun)
      throws IOException {
    var server = lifecycle.server();
    var wanted = FleetFile.parse(document);
    wanted.enrolments().forEach(enrolment -> checkKeys(server.agents().issuers(), enrolment));
    var result =
        server
            .store()
            .fleet()
            .enrol(wanted.carriers(), wanted.enrolments(), dryRun, ApiToken.OPERATOR, server.now());
    if (!dryRun) {
      server.nudge();
    }
    return told(result, dryRun);
  }

  /** Agents that could never prove who they are would be noticed by nobody else. */
  private static void checkKeys(IssuerKeys issuers, Enrolment enrolment) {
    try {
      enrolment.workload().ifPresent(issuers::check);
    } catch (KeysUnavailable e) {
      throw new EnrolmentRefused(
          "the workload of cluster " + enrolment.name() + " can't be verified: " + e.getMessage());
    }
  }

  private static EnrolmentResult told(Enrolled result, boolean dryRun) {
    var changes =
        Stream.concat(
                result.created().stream().map(c -> "created " + c.name()),
                result.changed().stream()
                    .map(c -> "changed " + c.wanted().name() + ": " + c.what()))
            .toList();
    return new EnrolmentResult(
        dryRun, result.created().size(), result.changed().size(), result.unchanged(), changes);
  }
}
