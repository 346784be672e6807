package dev.cartographer.cli;

/** A bar on a terminal that grows with the work done; nothing where there is no terminal. */
final class Progress {
  private static final int WIDTH = 30;

  private final Session session;
  private final String verb;
  private final int total;

  Progress(Session session, String verb, int total) {
    this.session = session;
    this.verb = verb;
    this.total = total;
  }

  void done(int count) {
    if (session.live() && total > 0) {
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
