package dev.cartographer.metrics;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the series of one metric have in common.
 *
 * @param name as Prometheus shows it, a counter's with {@code _total}
 * @param labels the same on every series
 */
record Family(String name, String type, String help, List<String> labels) {

  /** The lines before the first series. OpenMetrics names a counter without its suffix there. */
  String introduction(Format format) {
    var said = format == Format.OPENMETRICS ? name.replaceFirst("_total$", "") : name;
    return "# HELP %1$s %2$s%n# TYPE %1$s %3$s%n".formatted(said, help, type);
  }

  /** What stands before the value of the series with these label values. */
  Head head(List<String> values) {
    return head("", values, List.of());
  }

  /**
   * The same of one of several lines that a series has.
   *
   * @param suffix of the name
   * @param more labels of this line alone, with their values
   */
  Head head(String suffix, List<String> values, List<String> more) {
    if (values.size() != labels.size()) {
      throw new IllegalArgumentException(name + " has the labels " + labels + ", not " + values);
    }
    var pairs =
        Stream.concat(
                IntStream.range(0, values.size())
                    .mapToObj(i -> labels.get(i) + "=\"" + escaped(values.get(i)) + "\""),
                more.stream())
            .collect(Collectors.joining(","));
    return new Head(name + suffix + (pairs.isEmpty() ? "" : "{" + pairs + "}") + " ");
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
