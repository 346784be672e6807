package dev.cartographer.cli;

import dev.cartographer.fleet.FleetDocument;
import dev.cartographer.fleet.FleetFile;
import dev.cartographer.fleet.FleetFileException;
import dev.cartographer.view.EnrolmentResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code enrol}: reads a fleet file here, then tells the server, part by part. */
@Command(
    name = "enrol",
    description = {
      "Enrol the clusters of a fleet file, and change those enrolled already to what it says.",
      "Running it again changes nothing more. Nothing is sent unless the whole file is right."
    })
final class EnrolCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final Reach reach = new Reach();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The fleet file, YAML or JSON; - is stdin.")
  private Path file = Path.of("-");

  @Option(names = "--dry-run", description = "List what would change, and change nothing.")
  private boolean dryRun;

  EnrolCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var fleet = read();
    var result = send(fleet, reach.api(session));
    if (!output.printed(session, result, file.toString())) {
      print(result);
    }
    return ExitCode.DONE.number();
  }

  private FleetDocument read() {
    try (var in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
      return FleetFile.parse(in);
    } catch (FleetFileException e) {
      throw new Failure(
          ExitCode.ERROR,
          e.problems().stream()
              .map(problem -> file + ":" + problem)
              .collect(Collectors.joining("\n", "", "\nNothing was sent.")));
    } catch (NoSuchFileException e) {
      throw new Failure(ExitCode.ERROR, "There is no file " + file + ".");
    } catch (IOException e) {
      throw new Failure(ExitCode.ERROR, file + " can't be read: " + e.getMessage());
    }
  }

  private EnrolmentResult send(FleetDocument fleet, Api api) {
    var total = fleet.enrolments().size();
    var progress = new Progress(session, dryRun ? "Comparing" : "Enrolling", total);
    var sum = new Sum(dryRun);
    progress.done(0);
    try {
      Chunks.of(
          fleet,
          (from, to, body) -> {
            sum.add(sent(api, body, from, fleet));
            progress.done(to);
          });
    } catch (UncheckedIOException e) {
      throw new Failure(ExitCode.ERROR, "the request can't be written: " + e.getMessage());
    } finally {
      progress.end();
    }
    return sum.result();
  }

  private EnrolmentResult sent(Api api, byte[] body, int from, FleetDocument fleet) {
    var query = dryRun ? Map.of("dryRun", "true") : Map.<String, String>of();
    try {
      return api.post("/api/v1/enrolments", query, body, EnrolmentResult.class);
    } catch (Failure e) {
      throw from == 0 ? e : new Failure(e.code(), e.sentence() + "\n" + halfway(from, fleet));
    }
  }

  private String halfway(int from, FleetDocument fleet) {
    return "%,d of %,d clusters, up to line %d of %s, were taken before that · Run the same again:"
            .formatted(from, fleet.enrolments().size(), fleet.places().get(from).line() - 1, file)
        + " what was taken is not changed twice";
  }

  private void print(EnrolmentResult result) {
    if (dryRun) {
      result.changes().forEach(change -> session.out().println(Plain.text(change)));
    }
    session
        .out()
        .printf(
            dryRun
                ? "Would create %,d and change %,d clusters; %,d are as the file says.%n"
                : "Created %,d and changed %,d clusters; %,d were as the file says.%n",
            result.created(),
            result.changed(),
            result.unchanged());
    session.say(dryRun ? "Next: cartographer enrol " + file : "Next: cartographer get clusters");
  }

  /** The results of all chunks together. */
  private static final class Sum {
    private final boolean dryRun;
    private final ArrayList<String> changes = new ArrayList<>();
    private int created;
    private int changed;
    private int unchanged;

    Sum(boolean dryRun) {
      this.dryRun = dryRun;
    }

    void add(EnrolmentResult result) {
      created += result.created();
      changed += result.changed();
      unchanged += result.unchanged();
      changes.addAll(result.changes());
    }

    EnrolmentResult result() {
      return new EnrolmentResult(dryRun, created, changed, unchanged, changes);
    }
  }
}
