package dev.cartographer.testing;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Exchanged;
import dev.cartographer.exchange.Revocation;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Binding;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues tokens that live for one hour, until it is told to fail. */
public final class FakeExchange implements Exchange {
  private final Clock clock;
  private final AtomicInteger issued = new AtomicInteger();
  private final List<String> revoked = new CopyOnWriteArrayList<>();
  private volatile Optional<Fault> failing = Optional.empty();
  private volatile Optional<Duration> revokes = Optional.empty();
  private volatile Optional<Revocation.Outcome> revocation = Optional.empty();
  private volatile boolean repeating;
  private volatile Runnable afterRevoking = () -> {};

  public FakeExchange(Clock clock) {
    this.clock = clock;
  }

  public void failWith(Fault fault) {
    failing = Optional.of(fault);
  }

  public void heal() {
    failing = Optional.empty();
  }

  /** How many tokens it has issued. */
  public int issued() {
    return issued.get();
  }

  @Override
  public Exchanged tokenFor(Binding binding, Optional<Dependency> failedAt) {
    var service = Dependency.issuing(binding.signal());
    return failing
        .<Exchanged>map(fault ->
            new Exchanged.Failed(
                fault, List.of(new Attempt.Errored(service, fault.kind(), Duration.ZERO))))
        .orElseGet(() -> issue(binding, service));
  }

  private Exchanged issue(Binding binding, Dependency service) {
    var now = clock.instant();
    var number = repeating ? issued.get() : issued.incrementAndGet();
    var text = new SecretText("token " + number + " of " + binding);
    return new Exchanged.Issued(
        new ServiceToken(text, now, now.plus(Duration.ofHours(1)), revokes.isPresent()),
        List.of(new Attempt.Succeeded(service, Duration.ZERO)));
  }

  /** From now on replaced tokens are revoked after this grace. */
  public void revokesAfter(Duration grace) {
    revokes = Optional.of(grace);
  }

  /** From now on they are not. */
  public void revokesNoMore() {
    revokes = Optional.empty();
  }

  /** What happens right after each revocation. */
  public void afterRevoking(Runnable event) {
    afterRevoking = event;
  }

  /** From now on the same token is issued again and again. */
  public void repeatsItself() {
    repeating = true;
  }

  /** From now on a revocation comes to this; to success when it is empty. */
  public void revocationsComeTo(Optional<Revocation.Outcome> outcome) {
    revocation = outcome;
  }

  /** The tokens that it was asked to revoke, in order. */
  public List<String> revoked() {
    return List.copyOf(revoked);
  }

  @Override
  public Optional<Revocation> revocation(Binding binding) {
    return revokes.map(Revoking::new);
  }

  private final class Revoking implements Revocation {
    private final Duration grace;

    Revoking(Duration grace) {
      this.grace = grace;
    }

    @Override
    public Duration grace() {
      return grace;
    }

    @Override
    public Outcome revoke(Replaced replaced) {
      revoked.add(replaced.text().reveal());
      afterRevoking.run();
      return revocation.orElseGet(
          () -> new Outcome.Done(List.of(new Attempt.Revoked(Dependency.LOGGING, Duration.ZERO))));
    }
  }
}
