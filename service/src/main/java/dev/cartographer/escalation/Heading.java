package dev.cartographer.escalation;

/** The line above a message: which incident, and what happened. Words of ours only. */
final class Heading {
  private Heading() {}

  static String of(Errand errand) {
    var occasion = errand.message().occasion();
    return "Incident " + errand.order().incident() + ": " + words(occasion);
  }

  private static String words(Message.Occasion occasion) {
    return switch (occasion) {
      case PAGED -> "your turn";
      case PAGE_ENDED -> "no longer yours";
      case DECIDED -> "who is at fault";
      case HELD -> "nobody is paged yet";
      case CHANGED -> "others are paged";
      case UNANSWERED -> "a page was not answered";
      case FAILED_OPEN -> "no verdict in time";
      case REOPENED -> "it is back";
      case RESOLVED -> "resolved";
      case SUPERSEDED -> "part of a wider one";
      case CLOSED -> "closed";
      case DIGEST -> "more than can page one by one";
    };
  }
}
