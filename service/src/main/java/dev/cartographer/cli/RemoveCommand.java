package dev.cartographer.cli;

import dev.cartographer.view.ClusterView;
import dev.cartographer.view.RemovalRequest;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remove}: ends an enrolment. */
@Command(name = "remove", description = "Remove a cluster from the fleet.")
final class RemoveCommand {
  private final Session session;

  RemoveCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "cluster",
      description = {
        "Remove a cluster: take back what was delivered to it, then forget it.",
        "Without --yes it says what would be removed, and removes nothing."
      })
  int cluster(
      @Parameters(paramLabel = "NAME", description = "The cluster.") String name,
      @Option(names = "--yes", description = "Remove it.") boolean yes,
      @Option(
              names = "--leave",
              description =
                  "Forget it at once and leave what was delivered where it is, as when the cluster"
                      + " is no more.")
          boolean leave,
      @Mixin Reach reach,
      @Mixin Output output) {
    var api = reach.api(session);
    var path = "/api/v1/clusters/" + Api.escaped(name);
    if (!yes) {
      throw unsure(api.get(path, ClusterView.class), leave);
    }
    var query = leave ? Map.of("leave", "true") : Map.<String, String>of();
    var request = api.delete(path, query, RemovalRequest.class);
    if (!output.printed(session, request, "cluster/" + name)) {
      session.out().println(Plain.text(sentence(request)));
      session.say("Next: " + next(request));
    }
    return ExitCode.DONE.number();
  }

  private static Failure unsure(ClusterView cluster, boolean leave) {
    return new Failure(
        ExitCode.USAGE,
        "This would remove %s of tenant %s, target %s, and %s · Run it again with --yes"
            .formatted(
                cluster.name(),
                cluster.tenant(),
                cluster.target(),
                leave ? "leave its tokens where they are" : "take its tokens back"));
  }

  private static String sentence(RemovalRequest request) {
    return request.left()
        ? "%s is gone; what was delivered to it is where it was.".formatted(request.cluster())
        : "%s leaves: %d of its tokens are still to be taken back."
            .formatted(request.cluster(), request.bindings());
  }

  private static String next(RemovalRequest request) {
    return request.left()
        ? "cartographer get clusters"
        : "cartographer why cluster " + request.cluster();
  }
}
