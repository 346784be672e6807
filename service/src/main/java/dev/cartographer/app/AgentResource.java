package dev.cartographer.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import dev.cartographer.pull.Answer;
import dev.cartographer.pull.Caller;
import dev.cartographer.pull.Tag;
import dev.cartographer.view.Problem;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an agent can ask, with its workload's token: about its own cluster and no other. */
@Path("/api/v1/agent/tokens/{signal}")
@RolesAllowed(WorkloadToken.AGENT)
@RunOnVirtualThread
public class AgentResource {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Well below what an idle connection is left open, which begins earlier than the wait. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(25);

  private static final Pattern PREFERRED = Pattern.compile("(?:^|[,;])\\s*wait=\"?([0-9]{1,6})");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,6})s?");

  private final Lifecycle lifecycle;
  private final SecurityIdentity identity;

  @Inject
  AgentResource(Lifecycle lifecycle, SecurityIdentity identity) {
    this.lifecycle = lifecycle;
    this.identity = identity;
  }

  /**
   * The present token of the caller's own cluster. With {@code If-None-Match} of the one it holds
   * and {@code Prefer: wait=30} (RFC 7240 §4.3) it waits for another one: long polling.
   */
  @GET
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
  public Response token(
      @PathParam("signal") String word,
      @HeaderParam("Accept") @Nullable String accept,
      @HeaderParam("If-None-Match") @Nullable String held,
      @HeaderParam("Prefer") @Nullable String prefer,
      @QueryParam("wait") @Nullable String wait) {
    var caller = WorkloadIdentity.caller(identity);
    var signal = signal(word);
    if (!caller.pulls()) {
      throw RequestFailure.notPulled();
    }
    var limited = desk().limited(caller);
    if (limited.isPresent()) {
      return later(RequestFailure.tooOften(), limited.get());
    }
    var holds = Optional.ofNullable(held).flatMap(Tag::in);
    var bare = accept != null && accept.strip().startsWith(MediaType.TEXT_PLAIN);
    return answer(caller, signal, desk().ask(caller, signal, holds, patience(prefer, wait)), bare);
  }

  /**
   * Takes a report that the caller's own cluster uses a token: 204, or 409 when it is not the one
   * that was delivered last. Open to every cluster that has a workload, whatever its target.
   */
  @POST
  @Path("/pickup")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response pickedUp(@PathParam("signal") String word, String body) {
    var caller = WorkloadIdentity.caller(identity);
    var signal = signal(word);
    var limited = desk().limited(caller);
    if (limited.isPresent()) {
      return later(RequestFailure.tooOften(), limited.get());
    }
    var report = PickupReport.of(body);
    var server = lifecycle.server();
    var taken =
        server
            .store()
            .pickups()
            .report(
                caller.cluster(), signal, report.generation(), report.fingerprint(), server.now());
    if (!taken) {
      throw RequestFailure.anotherToken();
    }
    return Response.noContent().build();
  }

  private static Response answer(Caller caller, Signal signal, Answer answer, boolean bare) {
    return switch (answer) {
      case Answer.Fresh fresh -> token(caller, signal, fresh, bare);
      case Answer.Unchanged(var tag) ->
          Response.notModified().header("ETag", tag).header("Cache-Control", "no-store").build();
      case Answer.NotNow(var why, var pause) -> later(RequestFailure.noToken(why), pause);
      case Answer.Gone() -> throw RequestFailure.notFound("cluster", caller.name().text());
    };
  }

  /** As JSON, or bare: this is a delivery, so the token's text leaves here. */
  private static Response token(Caller caller, Signal signal, Answer.Fresh fresh, boolean bare) {
    var note = fresh.note();
    var text = fresh.token().text().reveal();
    var json =
        JSON.createObjectNode()
            .put("cluster", caller.name().text())
            .put("signal", signal.word())
            .put("token", text)
            .put("generation", note.generation())
            .put("issuedAt", note.issuedAt().toString())
            .put("expiresAt", note.expiresAt().toString())
            .put("fingerprint", note.fingerprint().hex());
    return Response.ok(bare ? text : json.toString())
        .type(bare ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON)
        .header("ETag", fresh.tag())
        .header("Cache-Control", "no-store")
        .header("Cartographer-Generation", note.generation())
        .header("Cartographer-Expires-At", note.expiresAt())
        .build();
  }

  private static Response later(Problem problem, Duration pause) {
    return Response.status(problem.status())
        .type(Problems.TYPE)
        .header("Retry-After", Math.max(1, (pause.toMillis() + 999) / 1000))
        .entity(problem)
        .build();
  }

  private static Duration patience(@Nullable String prefer, @Nullable String wait) {
    var asked = wait == null ? seconds(PREFERRED, prefer) : seconds(SECONDS, wait);
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }

  /** What is no number of seconds is no wait; a preference may be passed over. */
  private static Duration seconds(Pattern pattern, @Nullable String text) {
    var match = pattern.matcher(text == null ? "" : text);
    var found = pattern == SECONDS ? match.matches() : match.find();
    return found ? Duration.ofSeconds(Long.parseLong(match.group(1))) : Duration.ZERO;
  }

  private static Signal signal(String word) {
    try {
      return Signal.of(word);
    } catch (IllegalArgumentException e) {
      throw RequestFailure.notFound("signal", word);
    }
  }

  private AgentDesk desk() {
    return lifecycle.server().agents().desk();
  }
}
