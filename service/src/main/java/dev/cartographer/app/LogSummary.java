package dev.cartographer.app;

import dev.cartographer.app.Changes.Counted;
import dev.cartographer.app.LogLine.Field;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Gates.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells what was counted in a minute: a line for those that fail, and one for those back. */
record LogSummary(LogTime time) {

  List<LogLine> lines(Counted counted) {
    var lines = new ArrayList<LogLine>();
    if (counted.failing() > 0) {
      lines.add(failing(counted));
    }
    if (counted.back() > 0) {
      lines.add(back(counted));
    }
    return lines;
  }

  private LogLine failing(Counted counted) {
    var line =
        LogLine.warning(
                "%s failed at %s in the last minute%s.%s%s See: cartographer get bindings --state failing"
                    .formatted(
                        more(counted.failing()),
                        whom(counted.place()),
                        counted.mostly().map(LogSummary::mostly).orElse(""),
                        counted.firstDark().map(this::dark).orElse(""),
                        counted.without() > 0
                            ? " Without a token: " + counted.without() + "."
                            : ""))
            .about(counted.place())
            .with(Field.COUNT, Integer.toString(counted.failing()));
    var why = counted.mostly().map(line::about).orElse(line);
    return counted.firstDark().map(end -> why.with(Field.FIRST_DARK, end)).orElse(why);
  }

  private static String mostly(FaultKind kind) {
    return ", mostly by " + kind.word() + " (" + kind.code() + ")";
  }

  private String dark(Instant end) {
    return (time.isPast(end) ? " First dark since " : " First dark at ") + time.of(end) + ".";
  }

  private LogLine back(Counted counted) {
    return LogLine.info(
            "%s that failed at %s went through in the last minute"
                .formatted(more(counted.back()), whom(counted.place())))
        .about(counted.place())
        .with(Field.COUNT, Integer.toString(counted.back()));
  }

  private static String more(int count) {
    return count == 1 ? "1 more renewal" : count + " more renewals";
  }

  /** A dependency in a sentence. */
  static String whom(Place place) {
    return switch (place.dependency()) {
      case IAM -> "IAM of " + place.region();
      case LOGGING, METRICS -> place.dependency().word() + " of " + place.region();
      case CLUSTER -> "clusters of " + place.region();
      case CARTOGRAPHER -> "Cartographer itself for " + place.region();
    };
  }
}
