package dev.cartographer.evidence;

import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import java.util.Locale;

/** What an item of evidence stands for in the table. */
public sealed interface Reading {

  /** How a person takes it. */
  Mark mark();

  /** Well, ill, or not known, which is neither. */
  enum Mark {
    WELL,
    ILL,
    UNKNOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How our own exchanges with a dependency go, and how far that reaches. */
  record Exchanging(Exchanges value, Scope scope, boolean othersBlocked, boolean manyKeys)
      implements Reading {
    static final Exchanging NOTHING = new Exchanging(Exchanges.NO_DATA, Scope.SOLO, false, false);

    @Override
    public Mark mark() {
      return switch (value) {
        case OK -> Mark.WELL;
        case FAIL_DEPENDENCY, FAIL_CALLER, FAIL_MIXED -> Mark.ILL;
        case NO_DATA -> Mark.UNKNOWN;
      };
    }
  }

  /**
   * What requests made for the purpose came to.
   *
   * @param functional whether they were whole exchanges, and not only asked whether somebody
   *     answers
   */
  record Probed(Probe value, boolean functional) implements Reading {
    @Override
    public Mark mark() {
      return switch (value) {
        case UP_FUNCTIONAL, UP_LIVENESS -> Mark.WELL;
        case DOWN -> Mark.ILL;
        case UNKNOWN -> Mark.UNKNOWN;
      };
    }
  }

  /** What a status page says. */
  record Displayed(StatusPage value) implements Reading {
    @Override
    public Mark mark() {
      return switch (value) {
        case OPERATIONAL -> Mark.WELL;
        case DEGRADED, OUTAGE, MAINTENANCE -> Mark.ILL;
        case UNKNOWN -> Mark.UNKNOWN;
      };
    }
  }

  /** Whether a customer impacting event is announced. */
  record Announced(Cie value) implements Reading {
    @Override
    public Mark mark() {
      return switch (value) {
        case NONE -> Mark.WELL;
        case OPEN -> Mark.ILL;
        case UNKNOWN -> Mark.UNKNOWN;
      };
    }
  }

  /** Whether we changed something of ourselves. */
  record Changed(OwnChange value) implements Reading {
    @Override
    public Mark mark() {
      return switch (value) {
        case NONE -> Mark.WELL;
        case RECENT -> Mark.ILL;
        case UNKNOWN -> Mark.UNKNOWN;
      };
    }
  }

  /** How the way to the world is, apart from any dependency. */
  record Controlled(Control value) implements Reading {
    @Override
    public Mark mark() {
      return switch (value) {
        case OK -> Mark.WELL;
        case BAD -> Mark.ILL;
        case UNKNOWN -> Mark.UNKNOWN;
      };
    }
  }

  /** Whether one of the runbook's alerts fires. That none does may be for want of rules. */
  record Alerting(boolean fires) implements Reading {
    @Override
    public Mark mark() {
      return fires ? Mark.ILL : Mark.UNKNOWN;
    }
  }

  /** Something that matters beside the findings. */
  record Noted(Circumstance value) implements Reading {
    @Override
    public Mark mark() {
      return Mark.ILL;
    }
  }

  /** What kind of evidence it is: one word. */
  default String kind() {
    return switch (this) {
      case Exchanging _ -> "exchanges";
      case Probed _ -> "probe";
      case Displayed _ -> "status";
      case Announced _ -> "cie";
      case Changed _ -> "change";
      case Controlled _ -> "control";
      case Alerting _ -> "alert";
      case Noted _ -> "circumstance";
    };
  }

  /** Its value: one word. */
  default String word() {
    var name =
        switch (this) {
          case Exchanging e -> e.value.name();
          case Probed(var value, var _) -> value.name();
          case Displayed(var value) -> value.name();
          case Announced(var value) -> value.name();
          case Changed(var value) -> value.name();
          case Controlled(var value) -> value.name();
          case Alerting(var fires) -> fires ? "FIRES" : "UNKNOWN";
          case Noted(var value) -> value.name();
        };
    return name.toLowerCase(Locale.ROOT);
  }
}
