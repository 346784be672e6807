package dev.cartographer.evidence;

import dev.cartographer.evidence.ExchangeCount.End;
import dev.cartographer.evidence.ExchangeCount.Origin;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts of exchanges as a text: {@code dal1 us-south 0: well 40, timeout 3; …}. */
final class Counted {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private Counted() {}

  static Carrier carrier(String name, String region) {
    return new Carrier(new Name(name), new Name(region));
  }

  /**
   * The counts written so, each clause with carrier, region and how many minutes ago; a {@code +}
   * before a word makes it a probe's.
   */
  static List<ExchangeCount> of(Dependency dependency, String text) {
    var counts = new ArrayList<ExchangeCount>();
    for (var clause : text.split(";", -1)) {
      var halves = clause.strip().split(":", 2);
      var head = halves[0].strip().split(" +", -1);
      var minute = NOON.minus(Duration.ofMinutes(Integer.parseInt(head[2])));
      for (var part : halves[1].split(",", -1)) {
        var words = part.strip().split(" +", -1);
        var probe = words[0].startsWith("+");
        var key =
            new ExchangeCount.Key(
                minute,
                carrier(head[0], head[1]),
                dependency,
                end(words[0].replace("+", "")),
                probe ? Origin.PROBE : Origin.TRAFFIC);
        counts.add(new ExchangeCount(key, Long.parseLong(words[1])));
      }
    }
    return counts;
  }

  private static End end(String word) {
    return switch (word) {
      case "well" -> new End.Well();
      case "blocked" -> new End.Blocked();
      default -> new End.Failed(FaultKind.valueOf(word.toUpperCase(Locale.ROOT)));
    };
  }
}
