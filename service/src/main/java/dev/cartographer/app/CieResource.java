package dev.cartographer.app;

import dev.cartographer.evidence.CieNotice;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.store.CieTable;
import dev.cartographer.view.CieRequest;
import dev.cartographer.view.CieResult;
import dev.cartographer.view.CieView;
import dev.cartographer.view.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customer impacting events, announced by a team's webhook or by hand. */
@Path("/api/v1/cies")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(ApiToken.OPERATOR)
@RunOnVirtualThread
public class CieResource {
  private static final int LONGEST_TEXT = 200;
  private static final int USUAL_MINUTES = 4 * 60;
  private static final int MOST_MINUTES = 7 * 24 * 60;

  private final Lifecycle lifecycle;

  @Inject
  CieResource(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  /** Those that are open, the oldest first. */
  @GET
  public Page<CieView> open() {
    return new Page<>(table().open(now()).stream().map(CieResource::view).toList(), null);
  }

  private static CieView view(CieNotice notice) {
    return new CieView(
        notice.dependency().word(),
        notice.region().map(Name::text).orElse(null),
        notice.reference(),
        notice.reason(),
        notice.openedAt(),
        notice.expiresAt());
  }

  /** Opens an event, tells more of one that is open, or closes. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public CieResult announce(@Nullable CieRequest request) {
    if (request == null) {
      throw RequestFailure.invalid("the body is a JSON object");
    }
    var dependency = dependency(request.dependency());
    var region = region(request.region());
    var reason = text("reason", request.reason()).orElse("no reason given");
    var reference = text("reference", request.reference());
    return switch (String.valueOf(request.state())) {
      case "open" -> {
        var notice = notice(dependency, region, reference, reason, request.minutes());
        table().announce(notice, ApiToken.OPERATOR);
        yield new CieResult(1, 0);
      }
      case "closed" ->
          new CieResult(
              0, table().close(dependency, region, reference, reason, ApiToken.OPERATOR, now()));
      default -> throw RequestFailure.invalid("state is open or closed");
    };
  }

  private CieNotice notice(
      Dependency dependency,
      Optional<Name> region,
      Optional<String> reference,
      String reason,
      @Nullable Integer minutes) {
    var lasts = minutes == null ? USUAL_MINUTES : minutes;
    if (lasts < 1 || lasts > MOST_MINUTES) {
      throw RequestFailure.invalid("minutes is 1 to " + MOST_MINUTES);
    }
    var now = now();
    var ends = now.plus(Duration.ofMinutes(lasts));
    return new CieNotice(dependency, region, reference.orElse("by hand"), reason, now, ends);
  }

  private static Dependency dependency(@Nullable String word) {
    return switch (String.valueOf(word)) {
      case "iam" -> Dependency.IAM;
      case "logging" -> Dependency.LOGGING;
      case "metrics" -> Dependency.METRICS;
      default -> throw RequestFailure.invalid("dependency is iam, logging or metrics");
    };
  }

  private static Optional<Name> region(@Nullable String name) {
    try {
      return Optional.ofNullable(name).map(Name::new);
    } catch (IllegalArgumentException e) {
      throw RequestFailure.invalid("region: " + e.getMessage());
    }
  }

  private static Optional<String> text(String member, @Nullable String text) {
    if (text != null && (text.isBlank() || text.length() > LONGEST_TEXT)) {
      throw RequestFailure.invalid(member + " is 1 to " + LONGEST_TEXT + " characters");
    }
    return Optional.ofNullable(text);
  }

  private CieTable table() {
    return lifecycle.server().store().cies();
  }

  private Instant now() {
    return lifecycle.server().now();
  }
}
