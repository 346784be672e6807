package dev.cartographer.cli;

import dev.cartographer.assets.Assets;
import dev.cartographer.assets.Export;
import dev.cartographer.assets.Site;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assets}: what Prometheus, Alertmanager and Grafana need. */
@Command(
    name = "assets",
    description = "Write what Prometheus, Alertmanager and Grafana need to watch Cartographer.")
final class AssetsCommand {
  private final Session session;

  AssetsCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "export",
      description = {
        "Write alerts and their tests, a route for Alertmanager, the dashboard Armada ICE, and the"
            + " same for the Prometheus operator.",
        "Writes over nothing that it did not write itself. Asks no server."
      })
  int export(
      @Parameters(paramLabel = "DIR", description = "Where; made when it is not there.") Path to,
      @Mixin Links links,
      @Option(
              names = "--force",
              description = "Write over files that were edited, or were there before.")
          boolean force) {
    try {
      var written = new Export(to).write(Assets.of(links.site()), force);
      written.forEach(file -> session.out().println(Plain.text(file.toString())));
      session.say(
          written.isEmpty() ? "Everything was there already." : written.size() + " files written.");
    } catch (Export.Refused refused) {
      throw new Failure(ExitCode.CONFLICT, sentence(refused));
    } catch (IOException e) {
      throw new Failure(ExitCode.ERROR, to + " can't be written: " + e);
    }
    if (links.toNowhere()) {
      session.say(
          "Links lead to example addresses · Name yours: --runbook-url, --dashboard-url,"
              + " --console-url, --docs-url");
    }
    session.say("Next: promtool test rules " + to.resolve("prometheus/tests") + "/*.test.yml");
    return ExitCode.DONE.number();
  }

  private static String sentence(Export.Refused refused) {
    return refused.files().stream()
        .map(file -> file + " was not written by an export, or was edited since.")
        .collect(
            Collectors.joining(
                "\n", "", "\nNothing was written · Export to another directory, or use --force"));
  }

  /** Where alerts and dashboard link to, and how soon is too soon. */
  static final class Links {
    private static final int LONGEST_MINUTES = 24 * 60;

    @Option(
        names = "--runbook-url",
        paramLabel = "URL",
        description = "The runbook of the three alerts (default: an example).")
    private String runbook = Site.EXAMPLE.runbook().toString();

    @Option(
        names = "--dashboard-url",
        paramLabel = "URL",
        description = "Armada ICE in your Grafana (default: an example).")
    private String dashboard = Site.EXAMPLE.dashboard().toString();

    @Option(
        names = "--console-url",
        paramLabel = "URL",
        description = "Cartographer, as people and Alertmanager reach it (default: an example).")
    private String console = Site.EXAMPLE.console().toString();

    @Option(
        names = "--docs-url",
        paramLabel = "URL",
        description = "The directory docs of Cartographer (default: an example).")
    private String docs = Site.EXAMPLE.docs().toString();

    @Option(
        names = "--first-dark",
        paramLabel = "MINUTES",
        description =
            "Alert when the first token of a carrier ends in less than this; less than what a token"
                + " has left when its renewal begins (default: 10).")
    private long minutes = Site.EXAMPLE.firstDark().toMinutes();

    Site site() {
      if (minutes < 1 || minutes > LONGEST_MINUTES) {
        throw new Failure(
            ExitCode.USAGE, "--first-dark takes 1 to %,d minutes.".formatted(LONGEST_MINUTES));
      }
      return new Site(
          address(runbook),
          address(dashboard),
          address(console),
          address(docs),
          Duration.ofMinutes(minutes));
    }

    boolean toNowhere() {
      return runbook.equals(Site.EXAMPLE.runbook().toString())
          || dashboard.equals(Site.EXAMPLE.dashboard().toString())
          || console.equals(Site.EXAMPLE.console().toString())
          || docs.equals(Site.EXAMPLE.docs().toString());
    }

    private static URI address(String text) {
      try {
        return Site.address(text);
      } catch (IllegalArgumentException e) {
        throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
      }
    }
  }
}
