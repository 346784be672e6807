package dev.cartographer.testing;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Exchanged;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Binding;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.ServiceToken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Issues tokens that live for one hour, until it is told to fail. */
public final class FakeExchange implements Exchange {
  private final Clock clock;
  private final AtomicInteger issued = new AtomicInteger();
  private volatile Optional<Fault> failing = Optional.empty();

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
    var text = new SecretText("token " + issued.incrementAndGet() + " of " + binding);
    return new Exchanged.Issued(
        new ServiceToken(text, now, now.plus(Duration.ofHours(1))),
        List.of(new Attempt.Succeeded(service, Duration.ZERO)));
  }
}
