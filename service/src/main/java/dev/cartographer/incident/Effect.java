package dev.cartographer.incident;

/** What is to be done. Doing it twice must be no more than doing it once. */
public sealed interface Effect {
  /** Evidence is to be gathered, and judged. */
  record Diagnose() implements Effect {}

  /** The team is to be paged. */
  record SendPage(Team team) implements Effect {}

  /** The team's page is to be ended, where it was accepted. */
  record EndPage(Team team, Why why) implements Effect {}

  /** The chat and the issue are to be told; the issue is opened with the first word. */
  record Tell(News news) implements Effect {}

  /** The issue is to be closed. */
  record CloseIssue() implements Effect {}

  /** Why a page is ended. */
  enum Why {
    RESOLVED,
    /** Somebody else is at fault after all. */
    HANDED_OVER,
    /** A wider incident has taken over. */
    SUPERSEDED,
    DISMISSED
  }

  /** What is told. */
  enum News {
    DECIDED,
    HELD,
    /** Another team is paged too, or instead. */
    CHANGED,
    /** A page was refused or stayed unanswered, so armada ICE is paged. */
    UNANSWERED,
    /** There could be no verdict, so armada ICE is paged. */
    FAILED_OPEN,
    REOPENED,
    RESOLVED,
    SUPERSEDED
  }
}
