package dev.cartographer.cli;

/** A bar that grows on a terminal, and keeps silent elsewhere. */
final class Progress {
  private static final int WIDTH = 40;

  private final Terminal terminal;
  private final String what;
  private final long total;

  Progress(Terminal terminal, String what, long total) {
    this.terminal = terminal;
    this.what = what;
    this.total = total;
  }

  void at(long done) {
    if (terminal.interactive() && total > 0) {
      var full = (int) (WIDTH * done / total);
      terminal
          .err()
          .print(
              "\r%s %s%s %,d of %,d"
                  .formatted(what, "█".repeat(full), "░".repeat(WIDTH - full), done, total));
      terminal.err().flush();
    }
  }

  void end() {
    if (terminal.interactive() && total > 0) {
      terminal.err().println();
    }
  }
}
