package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rows under upper-case headers, each column as wide as its widest cell. Only where the width of a
 * terminal is known are cells cut short, the first column's last of all.
 */
final class Table<T> {
  private static final int GAP = 2;
  private static final int NARROWEST = 12;

  private final List<Column<T>> columns;

  Table(List<Column<T>> columns) {
    this.columns = columns;
  }

  void print(List<T> items, PrintStream out, OptionalInt width, boolean colour) {
    var headers = columns.stream().map(c -> new Cell(c.header(), Tone.STRONG)).toList();
    var rows =
        items.stream()
            .map(item -> columns.stream().map(c -> c.cell().apply(item)).toList())
            .toList();
    var widths = widths(headers, rows);
    width.ifPresent(limit -> shrink(widths, limit));
    print(headers, widths, out, colour);
    rows.forEach(row -> print(row, widths, out, colour));
  }

  private int[] widths(List<Cell> headers, List<List<Cell>> rows) {
    var widths = headers.stream().mapToInt(Cell::width).toArray();
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    return widths;
  }

  private void shrink(int[] widths, int limit) {
    var excess = IntStream.of(widths).sum() + GAP * (widths.length - 1) - limit;
    for (; excess > 0; excess--) {
      var widest = 0;
      for (var i = 1; i < widths.length; i++) {
        var better = widest == 0 || widths[i] > widths[widest];
        widest = columns.get(i).flexible() && widths[i] > NARROWEST && better ? i : widest;
      }
      widths[widest] = Math.max(NARROWEST, widths[widest] - 1);
    }
  }

  private void print(List<Cell> row, int[] widths, PrintStream out, boolean colour) {
    var line = new StringBuilder();
    for (var i = 0; i < widths.length; i++) {
      var cell = cut(row.get(i), widths[i]);
      var blank = " ".repeat(widths[i] - cell.width());
      var right = columns.get(i).right();
      line.append(right ? blank : "").append(cell.painted(colour)).append(right ? "" : blank);
      line.append(" ".repeat(GAP));
    }
    out.println(line.toString().stripTrailing());
  }

  /** Leaves out what is in brackets before it cuts into the words. */
  private static Cell cut(Cell cell, int width) {
    if (cell.width() <= width) {
      return cell;
    }
    var aside = cell.text().indexOf(" (");
    if (aside > 0 && aside <= width) {
      return new Cell(cell.text().substring(0, aside), cell.tone());
    }
    var end = cell.text().offsetByCodePoints(0, width - 1);
    return new Cell(cell.text().substring(0, end) + "…", cell.tone());
  }

  /**
   * One column.
   *
   * @param right whether its cells are numbers, which stand at the right
   * @param flexible whether its cells may be cut short
   * @param wide whether it is shown only in wide tables
   */
  record Column<T>(
      String header, boolean right, boolean flexible, boolean wide, Function<T, Cell> cell) {
    static <T> Column<T> text(String header, Function<T, String> text) {
      return new Column<>(header, false, true, false, item -> Cell.plain(text.apply(item)));
    }

    static <T> Column<T> number(String header, Function<T, Cell> cell) {
      return new Column<>(header, true, false, false, cell);
    }

    static <T> Column<T> cell(String header, Function<T, Cell> cell) {
      return new Column<>(header, false, false, false, cell);
    }

    Column<T> onlyWide() {
      return new Column<>(header, right, flexible, true, cell);
    }
  }
}
