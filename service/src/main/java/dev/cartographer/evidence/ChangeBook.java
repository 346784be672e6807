package dev.cartographer.evidence;

import java.time.Instant;
import java.util.List;

/** What we changed of ourselves, in all processes. */
public interface ChangeBook {

  /** The changes of a span of time, the newest first. */
  List<Change> between(Instant from, Instant until);

  /** One change, in words for a person. */
  record Change(Instant at, String what) {}
}
