package dev.cartographer.app;

import dev.cartographer.fleet.FleetFileException;
import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.secret.Passwords;
import dev.cartographer.store.EnrolmentRefused;
import dev.cartographer.view.Problem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a request into problem+json (RFC 9457) that tells nobody's secrets. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger("cartographer.api");
  static final String TYPE = "application/problem+json";
  private static final int REFERENCE_LENGTH = 8;

  @ServerExceptionMapper
  Response failure(RequestFailure failure) {
    return answer(failure.problem());
  }

  @ServerExceptionMapper
  Response fleetFile(FleetFileException refused) {
    return answer(
        RequestFailure.problem(
            400,
            "CTG-4000",
            "The fleet document has mistakes",
            String.valueOf(refused.getMessage()),
            "Mend them and send it again; nothing was enrolled",
            null));
  }

  @ServerExceptionMapper
  Response refused(EnrolmentRefused refused) {
    return answer(
        RequestFailure.problem(
            422,
            "CTG-4022",
            "The enrolment is refused",
            String.valueOf(refused.getMessage()),
            "Mend the fleet file; nothing was enrolled",
            null));
  }

  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  Response unauthorized(SecurityException refused) {
    var problem =
        RequestFailure.problem(
            401,
            "CTG-4001",
            "The API wants its token",
            "The request carries no bearer token, or another one.",
            "Use the token in DATA/api-token: --data DIR, or CARTOGRAPHER_TOKEN",
            null);
    return Response.status(401)
        .type(TYPE)
        .header("WWW-Authenticate", "Bearer realm=\"cartographer\"")
        .entity(problem)
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException refused) {
    return answer(
        RequestFailure.problem(
            403, "CTG-4003", "You may not do this", "It needs another role.", null, null));
  }

  @ServerExceptionMapper
  Response store(StoreFailure failure) {
    return ours(503, "The database can't be asked", "Try again in a moment", failure);
  }

  @ServerExceptionMapper
  Response framework(WebApplicationException failure) {
    var status = failure.getResponse().getStatus();
    return answer(
        RequestFailure.problem(
            status,
            frameworkCode(status),
            String.valueOf(failure.getResponse().getStatusInfo().getReasonPhrase()),
            "The request can't be answered as it stands.",
            null,
            null));
  }

  private static String frameworkCode(int status) {
    return switch (status) {
      case 401 -> "CTG-4001";
      case 403 -> "CTG-4003";
      case 404 -> "CTG-4004";
      default -> status < 500 ? "CTG-4000" : "CTG-5000";
    };
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException bug) {
    return ours(
        500,
        "Something failed on our side",
        "Try again; if it repeats, send the reference to whoever runs this server",
        bug);
  }

  private static Response ours(int status, String title, String remedy, RuntimeException cause) {
    var reference = Passwords.random().reveal().substring(0, REFERENCE_LENGTH);
    LOG.errorf(cause, "A request failed, reference %s", reference);
    return answer(
        RequestFailure.problem(
            status, "CTG-5000", title, "It is in the log under the reference.", remedy, reference));
  }

  private static Response answer(Problem problem) {
    return Response.status(problem.status()).type(TYPE).entity(problem).build();
  }
}
