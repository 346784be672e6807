package dev.cartographer.escalation;

/** How much is done for a team. */
public enum Mode {
  /** Nothing. */
  OFF,
  /** Everything but sending: what would have been sent is kept. */
  SHADOW,
  /** Everything but pages. */
  CHAT_ONLY,
  LIVE
}
