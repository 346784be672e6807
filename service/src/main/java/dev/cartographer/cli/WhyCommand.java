package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.view.Why;
import dev.cartographer.view.Why.Link;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code why}: why a cluster's logs or metrics stopped, or that they did not. */
@Command(name = "why", description = "Say why a cluster's logs or metrics stopped.")
final class WhyCommand {
  private final Session session;

  WhyCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "cluster",
      description = {
        "Say why a cluster's logs or metrics stopped: the chain of a token's path, and what to do.",
        "Exits with 3 when any link of the chain is broken."
      })
  int cluster(
      @Parameters(paramLabel = "NAME", description = "The cluster.") String name,
      @Mixin Reach reach,
      @Mixin Output output) {
    var why = reach.api(session).get("/api/v1/clusters/" + Api.escaped(name) + "/why", Why.class);
    if (!output.printed(session, why, "cluster/" + why.cluster())) {
      print(why, output.colour(session));
    }
    return (why.healthy() ? ExitCode.DONE : ExitCode.UNHEALTHY).number();
  }

  private void print(Why why, boolean colour) {
    why.sentences().forEach(sentence -> session.out().println(Plain.text(sentence)));
    session.out().println();
    var steps = width(why, Link::step);
    var reasons = width(why, Link::reason);
    for (var link : why.chain()) {
      var line =
          "  %s %s   %s   %s"
              .formatted(
                  glyph(link).painted(colour),
                  padded(link.step(), steps),
                  padded(link.reason(), reasons),
                  Plain.text(link.text()));
      session.out().println(line.stripTrailing());
    }
    var next = why.next();
    if (next != null) {
      session.out().println("Next: " + Plain.text(next));
    }
  }

  private static int width(Why why, Function<Link, String> text) {
    return why.chain().stream().mapToInt(link -> text.apply(link).length()).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return Plain.text(text) + " ".repeat(width - text.length());
  }

  private static Cell glyph(Link link) {
    return switch (link.state()) {
      case "ok" -> new Cell("●", Tone.GOOD);
      case "broken" -> new Cell("■", Tone.BAD);
      case "waiting" -> new Cell("◌", Tone.PLAIN);
      default -> Cell.plain("?");
    };
  }
}
