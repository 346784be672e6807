package dev.cartographer.token;

import dev.cartographer.token.Renewal.Due;
import dev.cartographer.token.Renewal.NotDue;
import dev.cartographer.token.Renewal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a binding's token is due, and why. Pure: the same input gives the same answer
 * before and after a restart and on every replica.
 *
 * <p>The renewal point lies at {@code earliest} to {@code latest} of the token's lifetime, drawn
 * once per cluster and generation, so that a fleet enrolled together spreads out and a tick never
 * redraws (cert-manager, {@code internal/controller/certificates/policies/checks.go}, explains how
 * redrawing can skip a renewal for ever). Both signals of a cluster share the draw: one IAM token
 * serves both.
 *
 * @param earliest fraction of the lifetime, 0 to 1
 * @param latest fraction of the lifetime, {@code earliest} to 1
 * @param longest no token is kept longer than this, whatever its own expiry says
 */
public record RenewalPolicy(double earliest, double latest, Duration longest) {

  /** A note from further ahead than clocks may differ is not believed. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  public static final RenewalPolicy DEFAULT = new RenewalPolicy(0.40, 0.70, Duration.ofHours(24));

  public RenewalPolicy {
    if (!(0 < earliest && earliest <= latest && latest < 1)) {
      throw new IllegalArgumentException(
          "the renewal window must satisfy 0 < earliest <= latest < 1, got "
              + earliest
              + " to "
              + latest);
    }
  }

  /**
   * Whether the binding's token is due.
   *
   * @param clusterId seeds the draw
   * @param held what the cluster holds, just read
   * @param recorded what the database remembers as delivered last; empty when it never was, or when
   *     the database was lost: then the cluster's note is believed
   */
  public Renewal decide(
      long clusterId, Held held, Optional<Note> recorded, Wish wish, Instant now) {
    return switch (held) {
      case Held.Absent() -> new Due(Reason.ABSENT);
      case Held.Unreadable(_) -> new Due(Reason.UNREADABLE);
      case Held.Present(var note, _) -> {
        if (recorded.filter(r -> r.generation() > note.generation()).isPresent()) {
          yield new Due(Reason.ROLLED_BACK);
        }
        if (note.issuedAt().isAfter(now.plus(SKEW))) {
          yield new Due(Reason.UNREADABLE);
        }
        if (note.expiredAt(now)) {
          yield new Due(Reason.EXPIRED);
        }
        yield switch (wish) {
          case CHANGED -> new Due(Reason.CHANGED);
          case REQUESTED -> new Due(Reason.REQUESTED);
          case NONE, LEAVING -> {
            var renewAt = renewAt(clusterId, note);
            yield now.isBefore(renewAt) ? new NotDue(note, renewAt) : new Due(Reason.AGEING);
          }
        };
      }
    };
  }

  /** The renewal point of one generation. */
  public Instant renewAt(long clusterId, Note note) {
    var lifetime = note.lifetime().compareTo(longest) < 0 ? note.lifetime() : longest;
    return note.issuedAt()
        .plusNanos((long) (lifetime.toNanos() * fraction(clusterId, note.generation())));
  }

  /** The part of its lifetime after which one generation is renewed. */
  public double fraction(long clusterId, long generation) {
    return earliest + (latest - earliest) * draw(clusterId, generation);
  }

  /** Evenly spread over [0, 1): the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static double draw(long clusterId, long generation) {
    var z = clusterId * 0x9E3779B97F4A7C15L + generation * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  /** What was asked of a binding besides the passing of time. */
  public enum Wish {
    NONE(0),
    /** A person wants a new token now. */
    REQUESTED(1),
    /** The enrolment changed, so a token of the old one must not stay. */
    CHANGED(2),
    /** The cluster is being removed: what was delivered is taken back, and nothing is renewed. */
    LEAVING(3);

    private final int number;

    Wish(int number) {
      this.number = number;
    }

    /** The number in the database; never changes. */
    public int number() {
      return number;
    }

    /** The inverse of {@link #number()}. */
    public static Wish of(int number) {
      return switch (number) {
        case 1 -> REQUESTED;
        case 2 -> CHANGED;
        case 3 -> LEAVING;
        default -> NONE;
      };
    }
  }
}
