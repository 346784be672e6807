package dev.cartographer.rotation;

import dev.cartographer.fault.Fault;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal;
import dev.cartographer.token.RenewalPolicy;
import dev.cartographer.token.Replaced;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides when a binding is looked at: its renewal point, its retries, and the sweep that finds
 * what was deleted or changed by hand in a cluster.
 *
 * @param sweep every held token is read back at least this often
 * @param random spreads retries and sweeps; seeded by the caller
 */
public record Schedule(
    RenewalPolicy renewal, RetryPolicy retry, Duration sweep, RandomGenerator random) {
  private static final Duration REVOCATION_BASE = Duration.ofSeconds(10);

  Renewal decide(Claim claim, Held held, Instant now) {
    return renewal.decide(
        claim.binding().cluster().id(), held, claim.recorded(), claim.wish(), now);
  }

  Instant renewAt(Claim claim, Note note) {
    return renewal.renewAt(claim.binding().cluster().id(), note);
  }

  /** The renewal point or the sweep, whichever comes first; sweeps are spread over a tenth. */
  Instant nextLook(Instant renewAt, Instant now) {
    var swept = now.plus(sweep).minusNanos(random.nextLong(sweep.toNanos() / 10 + 1));
    return renewAt.isBefore(swept) ? renewAt : swept;
  }

  Duration retryAfter(Claim claim, Fault fault, Instant now) {
    var expiresAt = claim.recorded().map(Note::expiresAt).orElse(now);
    return retry.next(fault, claim.backoff(), expiresAt, now, random);
  }

  /** The wait after so many tries in vain to revoke a token, as Vault has it: 10 s·2ⁿ. */
  static Duration revocationWait(int tries) {
    return REVOCATION_BASE.multipliedBy(1L << Math.clamp(tries - 1, 0, 10));
  }

  /** When it is tried again: after the wait, spread over half of it. */
  Instant nextRevocation(Replaced old) {
    var wait = revocationWait(old.tries());
    return old.since().plus(wait).plusNanos(random.nextLong(wait.toNanos() / 2 + 1));
  }
}
