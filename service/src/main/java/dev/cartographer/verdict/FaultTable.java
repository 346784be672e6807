package dev.cartographer.verdict;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import java.util.List;

/**
 * The table of one dependency: the first row that fits rules, and an empty cell fits everything.
 * Our own exchanges go before everybody's page; a page that is silent says little, one that is loud
 * says much.
 *
 * <p>Two rules stand beside it. I16: failures of both kinds, or of the caller's kind while the
 * dependency is down, are taken for the dependency's with less confidence. And a service that is
 * degraded counts as one that is out, with less confidence.
 */
public final class FaultTable {
  private static final List<TableRow> ROWS =
      TableRow.parse(
          """
          rule | exchanges       | probe                     | announced | scope                | change | blocked | keys | verdict         | confidence
          I1   | FAIL_DEPENDENCY | DOWN                      |           | LOCAL                |        |         |      | AT_FAULT        | MEDIUM
          I1   | FAIL_DEPENDENCY | DOWN                      |           |                      |        |         |      | AT_FAULT        | HIGH
          I2   | FAIL_DEPENDENCY | UNKNOWN                   | yes       | LOCAL                |        |         |      | AT_FAULT        | MEDIUM
          I2   | FAIL_DEPENDENCY | UNKNOWN                   | yes       |                      |        |         |      | AT_FAULT        | HIGH
          I3   | FAIL_DEPENDENCY | UP_LIVENESS               | yes       | SOLO REGIONAL GLOBAL |        |         |      | AT_FAULT        | MEDIUM
          I4   | FAIL_DEPENDENCY | UP_FUNCTIONAL             | yes       | REGIONAL GLOBAL      |        |         |      | AT_FAULT        | MEDIUM
          I5   | FAIL_DEPENDENCY | UP_LIVENESS UP_FUNCTIONAL | yes       | LOCAL                |        |         |      | CARRIER_LOCAL   | MEDIUM
          I5   | FAIL_DEPENDENCY | UP_LIVENESS UP_FUNCTIONAL |           | LOCAL                |        |         |      | CARRIER_LOCAL   | HIGH
          I6   | FAIL_DEPENDENCY | UP_FUNCTIONAL             | no        | REGIONAL GLOBAL      |        |         |      | OUR_CLIENT_PATH | MEDIUM
          I7   | FAIL_DEPENDENCY | UP_LIVENESS UNKNOWN       | no        | REGIONAL GLOBAL      | NONE   |         |      | AT_FAULT        | MEDIUM
          I8   | FAIL_DEPENDENCY | UP_LIVENESS UNKNOWN       | no        | REGIONAL GLOBAL      | RECENT |         |      | OUR_CHANGE      | MEDIUM
          I9   | FAIL_DEPENDENCY | UP_LIVENESS UNKNOWN       | no        |                      |        |         |      | SUSPECTED       | LOW
          I10  | FAIL_CALLER     |                           |           |                      | RECENT |         |      | CREDENTIALS     | HIGH
          I10  | FAIL_CALLER     |                           |           | LOCAL SOLO           |        |         |      | CREDENTIALS     | HIGH
          I10  | FAIL_CALLER     |                           |           |                      |        |         | one  | CREDENTIALS     | HIGH
          I11  | FAIL_CALLER     |                           |           | GLOBAL               | NONE   |         | many | AT_FAULT        | MEDIUM
          I12  | NO_DATA         | DOWN                      | yes       |                      |        | yes     |      | AT_FAULT        | HIGH
          I13  | NO_DATA         | DOWN                      |           |                      |        | yes     |      | AT_FAULT        | MEDIUM
          I13  | NO_DATA         | DOWN                      |           |                      |        |         |      | WATCH           | MEDIUM
          I14  | NO_DATA         |                           | yes       |                      |        |         |      | SUSPECTED       | LOW
          I15  | OK              |                           |           |                      |        |         |      | CLEARED         | HIGH
          I17  |                 |                           |           |                      |        |         |      | UNCLEAR         | LOW
          """);

  private FaultTable() {}

  /** The table as it is executed, for a page to show. */
  public static List<TableRow> rows() {
    return ROWS;
  }

  /** What the table says of a dependency; always something. */
  static Ruling of(Dependency dependency, Findings findings) {
    if (mixed(findings)) {
      var taken = of(dependency, findings.withExchanges(Exchanges.FAIL_DEPENDENCY)).lower();
      return taken.under("I16/" + taken.rule());
    }
    return findings.status() == StatusPage.DEGRADED && !findings.announced()
        ? degraded(dependency, findings)
        : settled(dependency, findings);
  }

  private static boolean mixed(Findings findings) {
    return switch (findings.exchanges()) {
      case FAIL_MIXED -> true;
      case FAIL_CALLER -> findings.probe() == Probe.DOWN;
      case OK, FAIL_DEPENDENCY, NO_DATA -> false;
    };
  }

  /** A page that admits to trouble never speaks for the dependency: what holds without it stays. */
  private static Ruling degraded(Dependency dependency, Findings findings) {
    var out = settled(dependency, findings.withStatus(StatusPage.OUTAGE));
    var without = settled(dependency, findings.withStatus(StatusPage.UNKNOWN));
    var lower = out.equals(without) ? out : out.lower();
    return without.blames() && !lower.blames() ? without : lower;
  }

  private static Ruling settled(Dependency dependency, Findings findings) {
    return ROWS.stream()
        .filter(row -> row.fits(findings))
        .findFirst()
        .map(row -> row.ruling(dependency))
        .orElseThrow(() -> new IllegalStateException("the last row fits everything"));
  }
}
