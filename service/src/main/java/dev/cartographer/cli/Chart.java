package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.rehearse.Axis;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Areas over time, drawn with blocks: one column of the terminal for each part of the time. */
final class Chart {
  private static final int HEIGHT = 6;
  private static final int LABEL = 8;
  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
  private static final String SHADES = "█▓▒░";

  private final PrintStream out;
  private final int width;
  private final boolean colour;

  Chart(PrintStream out, int width, boolean colour) {
    this.out = out;
    this.width = width - LABEL - 2;
    this.colour = colour;
  }

  /** One area, whose columns show the highest of their steps. */
  void area(String title, Axis axis, double[] steps, Tone tone) {
    var columns = columns(steps, true);
    heading(title);
    for (var row = HEIGHT - 1; row >= 0; row--) {
      var line = new StringBuilder();
      for (var column : columns) {
        var eighths = (int) Math.ceil(column / axis.most() * HEIGHT * 8) - row * 8;
        line.append(EIGHTHS.charAt(Math.clamp(eighths, 0, 8)));
      }
      row(axis, row, line.toString(), tone);
    }
  }

  /** Areas one upon the other, the lowest darkest; columns show the lowest of their steps. */
  void areas(String title, Axis axis, List<double[]> fromBelow, Tone tone) {
    var columns = fromBelow.stream().map(steps -> columns(steps, false)).toList();
    heading(title);
    for (var row = HEIGHT - 1; row >= 0; row--) {
      var least = (row + 0.5) / HEIGHT * axis.most();
      var line = new StringBuilder();
      for (var column = 0; column < width; column++) {
        line.append(shade(columns, column, least));
      }
      row(axis, row, line.toString(), tone);
    }
  }

  private static char shade(List<double[]> columns, int column, double least) {
    for (var area = 0; area < columns.size(); area++) {
      if (columns.get(area)[column] >= least) {
        return SHADES.charAt(area);
      }
    }
    return ' ';
  }

  private double[] columns(double[] steps, boolean highest) {
    return IntStream.range(0, width)
        .mapToDouble(column -> {
          var from = (int) ((long) column * steps.length / width);
          var until = Math.max(from + 1, (int) ((column + 1L) * steps.length / width));
          var part = Arrays.stream(steps, from, until);
          return (highest ? part.max() : part.min()).orElse(0);
        })
        .toArray();
  }

  private void heading(String title) {
    out.println();
    out.println(new Cell(title, Tone.STRONG).painted(colour));
  }

  /** The uppermost row has the label of the axis's end, the lowest that of its beginning. */
  private void row(Axis axis, int row, String line, Tone tone) {
    var marks = axis.marks();
    var label =
        row == HEIGHT - 1
            ? marks.getLast().label()
            : row == HEIGHT / 2 - 1 ? marks.get(1).label() : row == 0 ? "0" : "";
    var blank = " ".repeat(LABEL - label.length());
    var drawn = line.isBlank() ? "" : new Cell(line.stripTrailing(), tone).painted(colour);
    out.println((blank + label + (label.isEmpty() ? " │" : " ┤") + drawn).stripTrailing());
  }

  /** The time below a chart, with labels where there is room for them. */
  void time(Axis axis) {
    var ticks = new StringBuilder("─".repeat(width));
    var labels = new StringBuilder(" ".repeat(width + LABEL));
    for (var mark : axis.marks()) {
      var at = (int) (mark.at() / axis.most() * width);
      if (at < width) {
        ticks.setCharAt(at, '┴');
        labels.replace(at, at + mark.label().length(), mark.label());
      }
    }
    out.println(" ".repeat(LABEL) + " └" + ticks);
    out.println((" ".repeat(LABEL + 2) + labels.toString().stripTrailing()));
  }
}
