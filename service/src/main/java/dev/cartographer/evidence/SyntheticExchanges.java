package dev.cartographer.evidence;

import dev.cartographer.verdict.Findings.Probe;

/** Reads the exchanges that were made to see whether one can be made. Pure. */
final class SyntheticExchanges {
  private static final int ENOUGH = 3;

  private SyntheticExchanges() {}

  /**
   * Two in three of the newest must agree; those refused for a fault of the canary or of ours say
   * nothing.
   */
  static Probe read(Series probes) {
    var well = 0L;
    var ill = 0L;
    for (var minute : probes.minutes().descendingMap().values()) {
      if (well + ill < ENOUGH) {
        well += minute.well();
        ill += minute.theirs() + minute.shared();
      }
    }
    if (well + ill < 2) {
      return Probe.UNKNOWN;
    }
    if (3 * ill >= 2 * (well + ill)) {
      return Probe.DOWN;
    }
    return 3 * well >= 2 * (well + ill) ? Probe.UP_FUNCTIONAL : Probe.UNKNOWN;
  }
}
