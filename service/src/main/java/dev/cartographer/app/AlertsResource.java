package dev.cartographer.app;

import dev.cartographer.intake.AlertmanagerMessage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/**
 * Where Alertmanager's webhook delivers. What is answered with 200 is on disk; when it can't be,
 * the answer is 503, which Alertmanager tries again. It never answers 429, after which Alertmanager
 * would give the message up.
 */
@Path("/api/v1/alerts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class AlertsResource {
  private final Lifecycle lifecycle;

  @Inject
  AlertsResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** How many alerts a message held. */
  public record Received(int received) {}

  /** Takes one message; the same again changes nothing. */
  @POST
  public Received receive(InputStream body) throws IOException {
    var server = lifecycle.server();
    try {
      var message = AlertmanagerMessage.parse(body, server.now());
      server.store().alerts().receive(message.alerts(), server.now());
      return new Received(message.alerts().size());
    } catch (AlertmanagerMessage.Refused refused) {
      throw RequestFailure.invalid(String.valueOf(refused.getMessage()));
    }
  }
}
