package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.FleetDocument;
import dev.cartographer.fleet.FleetFile;
import dev.cartographer.fleet.FleetFileException;
import dev.cartographer.fleet.FleetJson;
import dev.cartographer.view.EnrolmentResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Enrols what a fleet file asks for. */
@Command(
    name = "enrol",
    description =
        "Enrols the clusters of a fleet file. The file is checked whole before anything is sent;"
            + " enrolling it again changes nothing.",
    mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
  private static final int AT_ONCE = 1000;
  private static final int LARGEST_BODY = 1_000_000;

  private final Terminal terminal;

  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "FILE", description = "The fleet file, in YAML or JSON.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  EnrolCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var read = read();
    if (read.isEmpty()) {
      return ExitCode.ERROR;
    }
    var result = send(read.get());
    result.changes().stream().filter(_ -> dryRun).forEach(terminal::say);
    terminal.say(
        "%s %d created, %d changed, %d unchanged."
            .formatted(
                dryRun ? "Dry run:" : "Enrolled:",
                result.created(),
                result.changed(),
                result.unchanged()));
    terminal.talk(
        dryRun ? "Do it: cartographer enrol " + file : "See them: cartographer get clusters");
    return ExitCode.DONE;
  }

  private Optional<FleetDocument> read() {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(FleetFile.parse(in));
    } catch (FleetFileException wrong) {
      wrong.problems().forEach(p -> terminal.talk(file + ":" + p));
      terminal.talk("Nothing was sent.");
    } catch (IOException e) {
      terminal.talk("The fleet file " + file + " can't be read: " + e);
    }
    return Optional.empty();
  }

  private EnrolmentResult send(FleetDocument document) {
    var api = connection.api(terminal.environment());
    var all = document.enrolments();
    var progress = new Progress(terminal, "Enrolling", all.size());
    var sum = new EnrolmentResult(dryRun, 0, 0, 0, List.of());
    var from = 0;
    do {
      var part = part(document, from);
      sum = sum.plus(post(api, part.body()));
      from += part.clusters();
      progress.at(from);
    } while (from < all.size());
    progress.end();
    return sum;
  }

  /** Some clusters as the body of one request. */
  private record Part(int clusters, byte[] body) {}

  /** As many clusters as fit into one request. */
  private static Part part(FleetDocument document, int from) {
    var all = document.enrolments();
    var count = Math.min(AT_ONCE, all.size() - from);
    var body = body(document, all.subList(from, from + count));
    while (body.length > LARGEST_BODY && count > 1) {
      count /= 2;
      body = body(document, all.subList(from, from + count));
    }
    return new Part(count, body);
  }

  private static byte[] body(FleetDocument document, List<Enrolment> clusters) {
    var carriers = clusters.stream().map(Enrolment::carrier).distinct().toList();
    var out = new ByteArrayOutputStream();
    try {
      FleetJson.write(clusters.isEmpty() ? document.carriers() : carriers, clusters, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private EnrolmentResult post(Api api, byte[] body) {
    return api.post(
        "/api/v1/enrolments",
        dryRun ? Map.of("dryRun", "true") : Map.of(),
        body,
        new TypeReference<EnrolmentResult>() {});
  }
}
