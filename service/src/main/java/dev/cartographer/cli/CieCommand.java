package dev.cartographer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cartographer.cli.Table.Column;
import dev.cartographer.view.CieRequest;
import dev.cartographer.view.CieResult;
import dev.cartographer.view.CieView;
import dev.cartographer.view.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cie}: customer impacting events, announced by hand. */
@Command(
    name = "cie",
    description = "Announce a customer impacting event by hand, or call it over.")
final class CieCommand {
  private static final String PATH = "/api/v1/cies";

  private final Session session;

  CieCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "open",
      description = "Say that a dependency has a customer impacting event: verdicts count on it.")
  int open(
      @Mixin Event event,
      @Option(
              names = "--minutes",
              paramLabel = "N",
              description = "It ends by itself after so long (default: 240).")
          @Nullable Integer minutes,
      @Mixin Reach reach,
      @Mixin Output output) {
    var result = send(event.asked("open", minutes), reach);
    if (!output.printed(session, result, "cie/" + event.dependency)) {
      session.say("An event of " + event.place() + " is open.");
    }
    return ExitCode.DONE.number();
  }

  @Command(
      name = "close",
      description = {
        "Call events of a dependency over: the one of this reference, or all that are open there.",
        "Exits with 5 when none was open."
      })
  int close(@Mixin Event event, @Mixin Reach reach, @Mixin Output output) {
    var result = send(event.asked("closed", null), reach);
    if (!output.printed(session, result, "cie/" + event.dependency)) {
      session.say(
          result.closed() == 0
              ? "No event of " + event.place() + " was open."
              : "Closed " + result.closed() + " of " + event.place() + ".");
    }
    return (result.closed() == 0 ? ExitCode.NOT_FOUND : ExitCode.DONE).number();
  }

  @Command(name = "list", description = "List the events that are open.")
  int list(@Mixin Reach reach, @Mixin Output output) {
    var now = session.clock().instant();
    var open = reach.api(session).page(PATH, Map.of(), CieView.class).items();
    if (!output.printed(session, open, open.stream().map(c -> "cie/" + c.reference()).toList())) {
      print(open, output, now);
    }
    return ExitCode.DONE.number();
  }

  private void print(List<CieView> open, Output output, Instant now) {
    if (open.isEmpty()) {
      session.say("No event is open.");
      return;
    }
    new Table<>(
            List.of(
                Column.text("DEPENDENCY", CieView::dependency),
                Column.text("REGION", CieCommand::region),
                Column.text("REFERENCE", CieView::reference),
                Column.<CieView>text("OPENED", c -> Moment.near(c.openedAt(), now)),
                Column.<CieView>text("ENDS", c -> Moment.near(c.expiresAt(), now)),
                Column.text("REASON", CieView::reason)))
        .print(open, session.out(), session.columns(), output.colour(session));
  }

  private static String region(CieView cie) {
    var region = cie.region();
    return region == null ? "everywhere" : region;
  }

  private CieResult send(CieRequest request, Reach reach) {
    try {
      var body = Json.mapper().writeValueAsBytes(request);
      return reach.api(session).post(PATH, Map.of(), body, CieResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts becomes JSON", e);
    }
  }

  /** Which event is meant. */
  static final class Event {
    @Parameters(paramLabel = "DEPENDENCY", description = "One of iam, logging, metrics.")
    private String dependency = "";

    @Option(names = "--region", paramLabel = "NAME", description = "Where (default: everywhere).")
    private @Nullable String region;

    @Option(
        names = "--reference",
        paramLabel = "TEXT",
        description = "What the event is called, such as INC123.")
    private @Nullable String reference;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, for whoever reads the verdict and the audit trail.")
    private String reason = "";

    CieRequest asked(String state, @Nullable Integer minutes) {
      return new CieRequest(dependency, state, region, reference, reason, minutes);
    }

    String place() {
      return dependency + (region == null ? " everywhere" : " in " + region);
    }
  }
}
