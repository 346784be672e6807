package dev.cartographer.escalation;

/** What became of a page. */
public sealed interface PageFate {
  /** A pager has taken it. */
  record Accepted(Receipt receipt) implements PageFate {}

  /** Nobody of the team is woken, now or later. */
  record Refused(String why) implements PageFate {}

  /** Nothing is sent to anybody: it would have been. */
  record Shadowed() implements PageFate {}

  /** There were too many: armada ICE's digest stands for it. */
  record Braked() implements PageFate {}
}
