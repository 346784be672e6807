package dev.cartographer.evidence;

import java.time.Instant;
import java.util.List;

/** The customer impacting events that were announced to us. */
public interface CieBook {

  /** Those that are open at this instant, the oldest first. */
  List<CieNotice> open(Instant now);
}
