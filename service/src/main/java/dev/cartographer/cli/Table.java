package dev.cartographer.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows under upper-case headers, as wide as their widest cell; nothing is cut off. */
final class Table {
  private static final String GAP = "   ";
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headers) {
    rows.add(List.of(headers));
  }

  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(Safe::line).toList());
  }

  List<String> lines() {
    var widths =
        IntStream.range(0, rows.getFirst().size())
            .map(i -> rows.stream().mapToInt(r -> width(r.get(i))).max().orElse(0))
            .toArray();
    return rows.stream().map(r -> line(r, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - width(row.get(i))))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
