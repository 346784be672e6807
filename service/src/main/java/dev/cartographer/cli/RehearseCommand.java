package dev.cartographer.cli;

import dev.cartographer.cli.Spoken.Rate;
import dev.cartographer.cli.Spoken.Span;
import dev.cartographer.cli.Spoken.Trouble;
import dev.cartographer.fault.Dependency;
import dev.cartographer.rehearse.Capacity;
import dev.cartographer.rehearse.Poster;
import dev.cartographer.rehearse.Rehearsal;
import dev.cartographer.rehearse.Report;
import dev.cartographer.rehearse.Scenario;
import dev.cartographer.token.RenewalPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rehearse}: days of a fleet in seconds, on this machine alone. */
@Command(
    name = "rehearse",
    description = {
      "Play days of a fleet in seconds, with the engine's own gates, lanes and policies on a clock"
          + " that jumps, and say which tokens go dark.",
      "Nothing is asked and nothing is changed. The same options give the same answer."
    })
final class RehearseCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final Output output = new Output();

  @Option(
      names = "--capacity",
      description =
          "Answer instead which lifetimes, renewal points and rates of the dependency outlast the"
              + " outage.")
  private boolean capacity;

  @Option(
      names = "--clusters",
      paramLabel = "N",
      description = "How many clusters, 1 to 4,000,000 (default: 1000).")
  private int clusters = 1_000;

  @Option(
      names = "--regions",
      paramLabel = "N",
      description =
          "Spread over so many regions, each with an IAM and services of its own (default: 1).")
  private int regions = 1;

  @Option(
      names = "--length",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "How long to play, 1m to 31d (default: 24h).")
  private Duration length = Duration.ofHours(24);

  @Option(
      names = "--ttl",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "Lifetime of every token, 1m to 31d (default: 1h).")
  private @Nullable Duration ttl;

  @Option(
      names = "--renew-from",
      paramLabel = "PART",
      description = "Begin of the renewal window, as a part of the lifetime (default: 0.40).")
  private double renewFrom = RenewalPolicy.DEFAULT.earliest();

  @Option(
      names = "--renew-until",
      paramLabel = "PART",
      description = "End of the renewal window (default: 0.70).")
  private double renewUntil = RenewalPolicy.DEFAULT.latest();

  @Option(
      names = "--outage",
      paramLabel = "OUTAGE",
      converter = Trouble.Reader.class,
      description =
          "Who fails for how long: iam:45m, or logging:20m:30%%@6h when 30 %% of the calls fail"
              + " from 6 h on (default: all of them, after two lifetimes). Can be repeated; one may"
              + " be whole.")
  private List<Trouble> outages = List.of();

  @Option(
      names = "--rate-limit",
      paramLabel = "RATE",
      converter = Rate.Reader.class,
      description =
          "What the IAM of each region takes before it answers 429: 500/s; or a service:"
              + " logging:500/s (default: all). Can be repeated.")
  private List<Rate> rates = List.of();

  @Option(
      names = "--latency",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "How long every answer takes (default: 100ms).")
  private Duration latency = Duration.ofMillis(100);

  @Option(names = "--seed", paramLabel = "N", description = "Seed of every draw (default: 1).")
  private long seed = 1;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also draw it into this file, as SVG.")
  private @Nullable Path svg;

  RehearseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      if (capacity) {
        answer();
      } else {
        play(scenario());
      }
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE.number();
  }

  private Scenario scenario() {
    var life = ttl == null ? Duration.ofHours(1) : ttl;
    var perSecond = new EnumMap<Dependency, Double>(Dependency.class);
    rates.forEach(rate -> perSecond.put(rate.who(), rate.perSecond()));
    return new Scenario(
        clusters,
        regions,
        length,
        life,
        new RenewalPolicy(renewFrom, renewUntil, RenewalPolicy.DEFAULT.longest()),
        perSecond,
        latency,
        outages.stream().map(outage -> outage.startingAt(life.multipliedBy(2))).toList(),
        seed);
  }

  private void play(Scenario scenario) throws InterruptedException {
    var report = played(scenario);
    if (!output.printed(session, report, report.rehearsed())) {
      new Curtain(scenario, report).print(session, output.colour(session));
    }
    if (svg != null) {
      draw(svg, Poster.of(scenario, report));
    }
  }

  private Report played(Scenario scenario) throws InterruptedException {
    var progress = new Progress(session, "Rehearsing", Rehearsal.minutes(scenario));
    try {
      return Rehearsal.of(scenario, progress::done);
    } finally {
      progress.end();
    }
  }

  private void draw(Path file, String drawing) {
    try {
      Files.writeString(file, drawing);
      session.say("Drawn into " + file);
    } catch (IOException e) {
      throw new Failure(ExitCode.ERROR, file + " can't be written: " + e.getMessage());
    }
  }

  /** What is varied can't be given. */
  private void answer() throws InterruptedException {
    if (ttl != null || !rates.isEmpty() || svg != null || outages.size() > 1) {
      throw new Failure(
          ExitCode.USAGE,
          "--capacity takes --clusters, --regions, --latency, --seed and one --outage: lifetimes,"
              + " renewal points and rates are what it tries.");
    }
    var outage = outages.isEmpty() ? new Trouble.Reader().convert("iam:45m") : outages.getFirst();
    var question =
        new Capacity.Question(clusters, regions, outage.startingAt(Duration.ZERO), latency, seed);
    var progress = new Progress(session, "Rehearsing", Capacity.TRIES);
    try {
      print(question, Capacity.of(question, progress::done));
    } finally {
      progress.end();
    }
  }

  private void print(Capacity.Question question, List<Capacity.Answer> answers) {
    var names = answers.stream().map(Capacity.Answer::name).toList();
    if (!output.printed(session, answers, names)) {
      CapacityTable.print(session, question, answers, output.colour(session));
    }
  }
}
