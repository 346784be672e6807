package dev.cartographer.store;

import dev.cartographer.rotation.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The most urgent of one lane, in the order they are served, when more is due than is counted: the
 * living by the end of their tokens, the dark in turn by tenant.
 *
 * <p>A hint and no more: whether somebody on it is due still is found out when they are claimed.
 * Made anew when it comes to its end, and every second; but no more than a tenth of the time goes
 * into that, however many are due.
 */
final class WaitingLine {
  private static final int LONGEST = 20_000;
  private static final Duration KEPT = Duration.ofSeconds(1);

  private static final String IN_ORDER =
      """
      select cluster_id from binding where LANE and WELL and FREE and KIND
      order by ORDER limit :most
      """
          .replace("LANE", BindingTable.LANE)
          .replace("WELL", BindingTable.WELL)
          .replace("FREE", BindingTable.FREE);
  static final String ALIVE =
      IN_ORDER.replace("KIND", "expires_at > :now").replace("ORDER", "expires_at");
  private static final String DARK =
      IN_ORDER.replace("KIND", "expires_at <= :now").replace("ORDER", "turn, expires_at");

  private final Lane lane;
  private Deque<Long> alive = new ArrayDeque<>();
  private Deque<Long> dark = new ArrayDeque<>();
  private Instant staleAt = Instant.MIN;

  WaitingLine(Lane lane) {
    this.lane = lane;
  }

  /** Makes it anew if that is due, and tells how many of the dark and the living are on it. */
  synchronized Lengths lengths(Handle h, Instant now, int fewest) {
    if (!now.isBefore(staleAt) || alive.size() + dark.size() < fewest) {
      var began = System.nanoTime();
      alive = inOrder(h, ALIVE, now);
      dark = inOrder(h, DARK, now);
      var tenth = Duration.ofNanos(System.nanoTime() - began).multipliedBy(9);
      staleAt = now.plus(tenth.compareTo(KEPT) > 0 ? tenth : KEPT);
    }
    return new Lengths(dark.size(), alive.size());
  }

  /** How many are on a line. */
  record Lengths(int dark, int alive) {}

  private Deque<Long> inOrder(Handle h, String sql, Instant now) {
    return new ArrayDeque<>(
        BindingTable.inLane(h.createQuery(sql), lane, now)
            .bind("most", LONGEST)
            .mapTo(Long.class)
            .list());
  }

  /** Takes the next of the living off the line: the ids of their clusters. */
  synchronized List<Long> nextAlive(int most) {
    return next(alive, most);
  }

  /** Takes the next of the dark off the line. */
  synchronized List<Long> nextDark(int most) {
    return next(dark, most);
  }

  private static List<Long> next(Deque<Long> line, int most) {
    var next = new ArrayList<Long>();
    while (next.size() < most && !line.isEmpty()) {
      next.add(line.removeFirst());
    }
    return next;
  }
}
