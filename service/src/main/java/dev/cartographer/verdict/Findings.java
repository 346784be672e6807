package dev.cartographer.verdict;

/**
 * What is known of one dependency at the moment of a verdict: the columns of the table. Unknown is
 * a value of its own, and is never taken for up or for down.
 *
 * @param exchanges our own exchanges on the carriers concerned; blocked ones are no attempts
 * @param othersBlocked whether exchanges behind this one were not tried, since this one failed
 * @param manyKeys whether the failures are those of more than one customer's key
 */
public record Findings(
    Exchanges exchanges,
    Probe probe,
    StatusPage status,
    Cie cie,
    Scope scope,
    OwnChange change,
    boolean othersBlocked,
    boolean manyKeys) {

  /** Nothing is known. */
  public static final Findings NONE =
      new Findings(
          Exchanges.NO_DATA,
          Probe.UNKNOWN,
          StatusPage.UNKNOWN,
          Cie.UNKNOWN,
          Scope.SOLO,
          OwnChange.UNKNOWN,
          false,
          false);

  /** How our own exchanges with the dependency go. */
  public enum Exchanges {
    OK,
    /** They fail, four in five for the dependency's doing: no answer, 5xx, 429, nonsense. */
    FAIL_DEPENDENCY,
    /** They fail, four in five for the caller's doing: 4xx, name, certificate, our own side. */
    FAIL_CALLER,
    /** They fail, and neither prevails. */
    FAIL_MIXED,
    /** Too few, or too old, or nobody could say. */
    NO_DATA;

    boolean fail() {
      return switch (this) {
        case FAIL_DEPENDENCY, FAIL_CALLER, FAIL_MIXED -> true;
        case OK, NO_DATA -> false;
      };
    }
  }

  /** What a request from elsewhere says. */
  public enum Probe {
    DOWN,
    /** A whole exchange, made for the purpose, goes well. */
    UP_FUNCTIONAL,
    /** It answers; whether it gives tokens is not said. */
    UP_LIVENESS,
    UNKNOWN;

    boolean up() {
      return switch (this) {
        case UP_FUNCTIONAL, UP_LIVENESS -> true;
        case DOWN, UNKNOWN -> false;
      };
    }
  }

  /** What the dependency's status page says of the part and the region concerned. */
  public enum StatusPage {
    OPERATIONAL,
    DEGRADED,
    OUTAGE,
    /** Work that was announced before the failures began. */
    MAINTENANCE,
    /** Unreachable, unreadable, not mapped, or too old. */
    UNKNOWN
  }

  /** Whether the dependency's team has announced a customer impacting event. */
  public enum Cie {
    OPEN,
    NONE,
    /** Also where there is no source: silence is not health. */
    UNKNOWN
  }

  /** How far the failures reach, of all carriers that report. */
  public enum Scope {
    /** One carrier, while another in its region does well. */
    LOCAL,
    /** One carrier, and no other says anything. */
    SOLO,
    /** At least two carriers and half of those that report in a region. */
    REGIONAL,
    /** Regional in at least two regions. */
    GLOBAL;

    boolean many() {
      return switch (this) {
        case REGIONAL, GLOBAL -> true;
        case LOCAL, SOLO -> false;
      };
    }
  }

  /** Whether we changed something of ourselves in the hour before the failures began. */
  public enum OwnChange {
    RECENT,
    NONE,
    UNKNOWN
  }

  /** Whether the dependency's own team says that something is wrong. */
  boolean announced() {
    return status == StatusPage.OUTAGE || cie == Cie.OPEN;
  }

  Findings withExchanges(Exchanges other) {
    return new Findings(other, probe, status, cie, scope, change, othersBlocked, manyKeys);
  }

  Findings withStatus(StatusPage other) {
    return new Findings(exchanges, probe, other, cie, scope, change, othersBlocked, manyKeys);
  }
}
