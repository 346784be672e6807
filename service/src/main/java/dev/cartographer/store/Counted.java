package dev.cartographer.store;

import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.Backlog;
import dev.cartographer.rotation.Lane;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How much of a lane is due: what has lined up, and what was served well and has not.
 *
 * @param lined fresh and second tries, which need no line, are counted here too
 * @param darkDue of those that have not lined up, as {@code aliveDue}; together at most {@link
 *     Backlog#COUNTED}
 */
record Counted(Backlog lined, int darkDue, int aliveDue) {

  static Counted of(ResultSet row) throws SQLException {
    var lane = new Lane(new Name(row.getString("name")), Signal.of(row.getInt("signal")));
    return new Counted(
        new Backlog(
            lane,
            row.getInt("fresh"),
            row.getInt("retry"),
            row.getInt("dark"),
            row.getInt("alive")),
        row.getInt("dark_due"),
        row.getInt("alive_due"));
  }

  Lane lane() {
    return lined.lane();
  }

  /** Whether there are more than were counted that have not lined up. */
  boolean isCrowded() {
    return darkDue + aliveDue >= Backlog.COUNTED;
  }

  Backlog backlog() {
    return new Backlog(
        lined.lane(),
        lined.fresh(),
        lined.retry(),
        Math.min(Backlog.COUNTED, lined.dark() + darkDue),
        Math.min(Backlog.COUNTED, lined.alive() + aliveDue));
  }
}
