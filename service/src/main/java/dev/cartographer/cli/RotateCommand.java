package dev.cartographer.cli;

import dev.cartographer.view.RotationRequest;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rotate}: asks for new tokens now. */
@Command(name = "rotate", description = "Ask for new tokens now, of one cluster or one carrier.")
final class RotateCommand {
  private final Session session;

  RotateCommand(Session session) {
    this.session = session;
  }

  @Command(name = "cluster", description = "Ask for new tokens of one cluster now.")
  int cluster(
      @Parameters(paramLabel = "NAME", description = "The cluster.") String name,
      @Mixin GetCommand.SignalFilter signal,
      @Mixin Reach reach,
      @Mixin Output output) {
    return rotate("cluster", name, signal, reach, output, "cartographer why cluster " + name);
  }

  @Command(
      name = "carrier",
      description = "Ask for new tokens of every cluster of one carrier now.")
  int carrier(
      @Parameters(paramLabel = "NAME", description = "The carrier.") String name,
      @Mixin GetCommand.SignalFilter signal,
      @Mixin Reach reach,
      @Mixin Output output) {
    var next = "cartographer get bindings --carrier " + name;
    return rotate("carrier", name, signal, reach, output, next);
  }

  private int rotate(
      String kind,
      String name,
      GetCommand.SignalFilter signal,
      Reach reach,
      Output output,
      String next) {
    var word = signal.word();
    var query = word == null ? Map.<String, String>of() : Map.of("signal", word);
    var path = "/api/v1/" + kind + "s/" + Api.escaped(name) + "/rotations";
    var request = reach.api(session).post(path, query, new byte[0], RotationRequest.class);
    if (!output.printed(session, request, kind + "/" + name)) {
      var count = request.bindings();
      session
          .out()
          .println(
              Plain.text(
                  "Asked for new tokens of %s %s: %,d %s at the head of the queue."
                      .formatted(kind, name, count, count == 1 ? "binding is" : "bindings are")));
      session.say("Next: " + next);
    }
    return ExitCode.DONE.number();
  }
}
