package dev.cartographer.rehearse;

/** Counts what happens over time: how much in each minute, and the busiest second of each step. */
final class Meter {
  private static final int MINUTE = 60;
  private static final long MILLIS = 1000;

  private final int secondsOfStep;
  private final long[] perMinute;
  private final int[] peaks;
  private int second;
  private int inSecond;

  Meter(Scenario scenario) {
    this.secondsOfStep = scenario.secondsOfStep();
    this.perMinute = new long[scenario.seconds() / MINUTE + 1];
    this.peaks = new int[scenario.seconds() / secondsOfStep + 1];
  }

  /** One more; time goes forward. */
  void count(long now) {
    var at = (int) (now / MILLIS);
    if (at != second) {
      fold();
      second = at;
    }
    inSecond++;
  }

  private void fold() {
    perMinute[second / MINUTE] += inSecond;
    peaks[second / secondsOfStep] = Math.max(peaks[second / secondsOfStep], inSecond);
    inSecond = 0;
  }

  /**
   * Adds what another one counted at the same time and elsewhere; its busiest second is its own.
   */
  void add(Meter other) {
    fold();
    other.fold();
    for (var i = 0; i < perMinute.length; i++) {
      perMinute[i] += other.perMinute[i];
    }
    for (var i = 0; i < peaks.length; i++) {
      peaks[i] = Math.max(peaks[i], other.peaks[i]);
    }
  }

  /** The counts of all minutes; of a meter that has been added to. */
  long[] perMinute() {
    return perMinute;
  }

  /** For each step what its busiest second counted; of a meter that has been added to. */
  int[] peaks() {
    return peaks;
  }
}
