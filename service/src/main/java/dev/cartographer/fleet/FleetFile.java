package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetEvent.End;
import dev.cartographer.fleet.FleetEvent.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a fleet file, in YAML or JSON, as a stream: the text is never held as a whole, so that
 * 100,000 clusters take no more memory than what is made of them.
 *
 * <p>Every value is taken as text, whatever YAML would make of it: a tenant may be called {@code
 * 007} and a cluster {@code on}. Only {@code null}, {@code ~} and nothing, unquoted, are no value.
 */
public final class FleetFile {
  private static final List<String> KEYS = List.of("carriers", "clusters");
  private static final int LONGEST_BLANK = 4096;

  private final FleetProblems problems;
  private final FleetPieces pieces;
  private final ClusterReader reader;
  private final Map<Name, Carrier> carriers = new LinkedHashMap<>();
  private final Map<Name, Place> places = new HashMap<>();
  private final Map<Name, ClusterReader.Unplaced> clusters = new LinkedHashMap<>();

  private FleetFile(FleetEvent.Source events, FleetProblems problems) {
    this.problems = problems;
    this.pieces = new FleetPieces(events, problems);
    this.reader = new ClusterReader(problems);
  }

  /**
   * Reads the whole stream and leaves it open.
   *
   * @throws FleetFileException when the file is not as it should be; says where, why and what to do
   * @throws IOException when the stream can't be read
   */
  public static FleetDocument parse(InputStream in) throws IOException {
    var problems = new FleetProblems();
    try {
      return new FleetFile(events(new BufferedInputStream(in), problems), problems).document();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** JSON has a reader of its own, since YAML's knows neither its tabs nor its emoji. */
  private static FleetEvent.Source events(InputStream in, FleetProblems problems)
      throws IOException {
    in.mark(LONGEST_BLANK);
    var json = significant(in) == '{' && "\"}".indexOf(significant(in)) >= 0;
    in.reset();
    var text = new FleetText(in, problems);
    return json ? new JsonEvents(text, problems) : new YamlEvents(text, problems);
  }

  /** The next byte that is neither blank nor of a byte order mark; -1 when there is none near. */
  private static int significant(InputStream in) throws IOException {
    for (var i = 0; i < LONGEST_BLANK / 2; i++) {
      var next = in.read();
      if (!Character.isWhitespace(next) && next != 0xEF && next != 0xBB && next != 0xBF) {
        return next;
      }
    }
    return -1;
  }

  private FleetDocument document() {
    var first = pieces.next();
    if (!(first instanceof FleetEvent.MappingStart)) {
      var empty = first instanceof FleetEvent.Over || (first instanceof Text t && t.isAbsent());
      throw problems.last(
          first.place(),
          empty
              ? "the file is empty; it should have the keys \"carriers\" and \"clusters\""
              : "a fleet file is a mapping with the keys \"carriers\" and \"clusters\"");
    }
    var seen = new HashMap<String, Place>();
    for (var event = pieces.next(); !(event instanceof End); event = pieces.next()) {
      var key = pieces.key(event);
      section(key, seen);
    }
    pieces.next();
    return placed();
  }

  private void section(Text key, Map<String, Place> seen) {
    if (!KEYS.contains(key.value())) {
      problems.add(key.place(), Fields.unknown("a fleet file", key, KEYS));
    }
    var first = seen.putIfAbsent(key.value(), key.place());
    if (first != null) {
      throw problems.last(key.place(), Fields.repeated(key.value(), "the file", first));
    }
    switch (key.value()) {
      case "carriers" -> items(key, this::addCarrier);
      case "clusters" -> items(key, this::addCluster);
      default -> pieces.read(pieces.next());
    }
  }

  private void items(Text key, Consumer<Piece> each) {
    var start = pieces.next();
    if (start instanceof Text text && text.isAbsent()) {
      return;
    }
    if (!(start instanceof FleetEvent.ListStart)) {
      pieces.read(start);
      problems.add(start.place(), "\"" + key.value() + "\" must be a list; begin each with \"- \"");
      return;
    }
    for (var event = pieces.next(); !(event instanceof End); event = pieces.next()) {
      each.accept(pieces.read(event));
    }
  }

  private void addCarrier(Piece piece) {
    reader
        .carrier(piece)
        .ifPresent(carrier -> {
          var first = places.putIfAbsent(carrier.name(), piece.place());
          if (first != null) {
            problems.add(piece.place(), twice("carrier", carrier.name(), first));
          }
          carriers.putIfAbsent(carrier.name(), carrier);
        });
  }

  private void addCluster(Piece piece) {
    reader
        .cluster(piece)
        .ifPresent(cluster -> {
          var first = clusters.putIfAbsent(cluster.name(), cluster);
          if (first != null) {
            problems.add(piece.place(), twice("cluster", cluster.name(), first.place()));
          }
        });
  }

  private static String twice(String what, Name name, Place first) {
    return "%s \"%s\" is declared twice, first at %s; keep one".formatted(what, name, first);
  }

  private FleetDocument placed() {
    var enrolments = new ArrayList<Enrolment>(clusters.size());
    for (var cluster : clusters.values()) {
      var carrier = carriers.get(cluster.carrier());
      if (carrier == null) {
        problems.add(cluster.place(), undeclared(cluster));
      } else {
        enrolments.add(cluster.on(carrier));
      }
    }
    problems.throwIfAny();
    return new FleetDocument(
        List.copyOf(carriers.values()),
        List.copyOf(enrolments),
        clusters.values().stream().map(ClusterReader.Unplaced::place).toList());
  }

  private String undeclared(ClusterReader.Unplaced cluster) {
    var declared = carriers.keySet().stream().map(Name::text).toList();
    var nearest = Nearest.to(cluster.carrier().text(), declared);
    return "cluster \"%s\" is on carrier \"%s\", which \"carriers\" does not declare; %s"
        .formatted(
            cluster.name(),
            cluster.carrier(),
            nearest
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("add {name: %s, region: …} there".formatted(cluster.carrier())));
  }
}
