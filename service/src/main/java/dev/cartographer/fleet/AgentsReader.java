package dev.cartographer.fleet;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a cluster's agents of pieces, reporting whatever does not fit. */
final class AgentsReader {
  private static final List<String> AGENTS = List.of("logs", "metrics", "labels");
  private static final String FORM = "{logs: AGENT, metrics: AGENT, labels: {NAME: TEXT, …}}";

  private final FleetProblems problems;

  AgentsReader(FleetProblems problems) {
    this.problems = problems;
  }

  Optional<Agents> read(Piece piece) {
    if (!(piece instanceof Piece.Mapping mapping)) {
      problems.add(piece.place(), "agents are %s, not %s".formatted(FORM, piece.kind()));
      return Optional.empty();
    }
    var fields = new Fields("agents", mapping, AGENTS, problems);
    var logs = agent(fields, Signal.LOGS);
    var metrics = agent(fields, Signal.METRICS);
    if (!fields.has("logs") && !fields.has("metrics")) {
      problems.add(piece.place(), "agents name one for logs, one for metrics, or both: " + FORM);
      return Optional.empty();
    }
    var labels = labels(fields);
    if (labels.isEmpty()
        || missing(fields, Signal.LOGS, logs)
        || missing(fields, Signal.METRICS, metrics)) {
      return Optional.empty();
    }
    return made(piece.place(), logs, metrics, labels.get());
  }

  private Optional<Agents> made(
      Place place,
      Optional<Agent> logs,
      Optional<Agent> metrics,
      SortedMap<LabelName, LabelText> labels) {
    try {
      return Optional.of(new Agents(logs, metrics, labels));
    } catch (IllegalArgumentException e) {
      problems.add(place, "agents can't be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean missing(Fields fields, Signal signal, Optional<Agent> agent) {
    return fields.has(signal.word()) && agent.isEmpty();
  }

  private static Optional<Agent> agent(Fields fields, Signal signal) {
    var key = signal.word();
    return fields.has(key)
        ? fields
            .required(key)
            .flatMap(value -> fields.text(key, value))
            .flatMap(text -> fields.shown(key, text, word -> Agent.of(signal, word)))
        : Optional.empty();
  }

  private Optional<SortedMap<LabelName, LabelText>> labels(Fields agents) {
    if (!agents.has("labels")) {
      return Optional.of(new TreeMap<>());
    }
    return agents
        .required("labels")
        .flatMap(piece -> {
          if (piece instanceof Piece.Mapping(var entries, _)) {
            return labels(entries);
          }
          problems.add(piece.place(), "labels are {NAME: TEXT, …}, not " + piece.kind());
          return Optional.empty();
        });
  }

  private Optional<SortedMap<LabelName, LabelText>> labels(List<Piece.Entry> entries) {
    var labels = new TreeMap<LabelName, LabelText>();
    var before = problems.count();
    for (var entry : entries) {
      label(entry, labels);
    }
    return problems.count() == before ? Optional.of(labels) : Optional.empty();
  }

  private void label(Piece.Entry entry, SortedMap<LabelName, LabelText> labels) {
    var key = entry.key();
    try {
      var name = new LabelName(key.value());
      if (!(entry.value() instanceof FleetEvent.Text text)) {
        problems.add(
            entry.value().place(), "a label's value is a text, not " + entry.value().kind());
      } else if (labels.putIfAbsent(name, new LabelText(text.value())) != null) {
        problems.add(key.place(), "the label \"" + name + "\" stands here a second time; keep one");
      }
    } catch (IllegalArgumentException e) {
      problems.add(key.place(), "label " + Quoted.of(key.value()) + ": " + e.getMessage());
    }
  }
}
