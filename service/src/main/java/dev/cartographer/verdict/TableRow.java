package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Ruling.Cause;
import dev.cartographer.verdict.Ruling.Outcome;
import dev.cartographer.verdict.Ruling.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row of the table.
 *
 * @param cells for each column that matters, the words that fit
 */
public record TableRow(
    String rule, Map<String, Set<String>> cells, String verdict, Confidence confidence) {

  /** The columns between rule and verdict, each with the words that can stand in it. */
  private static final Map<String, Set<String>> COLUMNS = columns();

  private static Map<String, Set<String>> columns() {
    var columns = new LinkedHashMap<String, Set<String>>();
    columns.put("exchanges", words(Exchanges.values()));
    columns.put("probe", words(Probe.values()));
    columns.put("announced", Set.of("yes", "no"));
    columns.put("scope", words(Scope.values()));
    columns.put("change", words(OwnChange.values()));
    columns.put("blocked", Set.of("yes", "no"));
    columns.put("keys", Set.of("one", "many"));
    return columns;
  }

  private static Set<String> words(Enum<?>... values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> words(Findings f) {
    return Map.of(
        "exchanges", f.exchanges().name(),
        "probe", f.probe().name(),
        "announced", yesNo(f.announced()),
        "scope", f.scope().name(),
        "change", f.change().name(),
        "blocked", yesNo(f.othersBlocked()),
        "keys", f.manyKeys() ? "many" : "one");
  }

  private static String yesNo(boolean holds) {
    return holds ? "yes" : "no";
  }

  /** Reads a table; its first line names the columns. A word that can't be is a bug of ours. */
  static List<TableRow> parse(String table) {
    var lines = table.lines().map(TableRow::cut).toList();
    var header =
        Stream.of(Stream.of("rule"), COLUMNS.keySet().stream(), Stream.of("verdict", "confidence"))
            .flatMap(s -> s)
            .toList();
    if (!lines.getFirst().equals(header)) {
      throw new IllegalArgumentException("the columns are " + header);
    }
    return lines.stream().skip(1).map(cells -> row(header, cells)).toList();
  }

  private static List<String> cut(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
  }

  private static TableRow row(List<String> header, List<String> line) {
    var cells = new LinkedHashMap<String, Set<String>>();
    for (var i = 1; i < header.size() - 2; i++) {
      if (!line.get(i).isEmpty()) {
        cells.put(header.get(i), known(header.get(i), line.get(i)));
      }
    }
    var row =
        new TableRow(
            line.getFirst(),
            cells,
            line.get(header.size() - 2),
            Confidence.valueOf(line.getLast()));
    row.outcome();
    return row;
  }

  private static Set<String> known(String column, String cell) {
    var words = new TreeSet<>(List.of(cell.split(" +", -1)));
    if (!COLUMNS.getOrDefault(column, Set.of()).containsAll(words)) {
      throw new IllegalArgumentException(column + " has no " + words);
    }
    return words;
  }

  boolean fits(Findings findings) {
    var words = words(findings);
    return cells.entrySet().stream()
        .allMatch(cell -> cell.getValue().contains(words.getOrDefault(cell.getKey(), "")));
  }

  Ruling ruling(Dependency about) {
    return new Ruling(rule, about, outcome(), confidence);
  }

  private Outcome outcome() {
    return switch (verdict) {
      case "AT_FAULT" -> new Outcome.AtFault();
      case "CLEARED" -> new Outcome.Cleared();
      case "WATCH" -> new Outcome.Hold(Reason.WATCH);
      default -> new Outcome.Ourselves(Cause.valueOf(verdict));
    };
  }
}
