package dev.cartographer.cli;

/** A bar on a terminal that grows with the work done; nothing where there is no terminal. */
final class Progress {
  private static final int WIDTH = 30;

  private final Session session;
  private final String verb;
  private final int total;
  private int drawn = -1;

  Progress(Session session, String verb, int total) {
    this.session = session;
    this.verb = verb;
    this.total = total;
  }

  void done(int count) {
    var permille = total == 0 ? 0 : (int) (1000L * count / total);
    if (session.live() && total > 0 && permille != drawn) {
      drawn = permille;
      var filled = (int) ((long) count * WIDTH / total);
      session
          .err()
          .printf(
              "\r%s %s%s %,d of %,d",
              verb, "█".repeat(filled), "░".repeat(WIDTH - filled), count, total);
      session.err().flush();
    }
  }

  /** Takes the bar away. */
  void end() {
    if (session.live() && total > 0) {
      session.err().print("\r\u001b[K");
      session.err().flush();
    }
  }
}
