package dev.cartographer.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.exchange.Attempt.Blocked;
import dev.cartographer.exchange.Attempt.Errored;
import dev.cartographer.exchange.Attempt.Succeeded;
import dev.cartographer.exchange.Exchange;
import dev.cartographer.exchange.Exchanged;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.token.ServiceToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TOOK = Duration.ofMillis(3);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Carrier DAL10 = new Carrier(new Name("dal10"), new Name("us-south"));
  private static final Carrier FRA02 = new Carrier(new Name("fra02"), new Name("eu-de"));

  private final MutableClock clock = new MutableClock(MIDNIGHT);
  private final Map<Dependency, Fault> failing = new EnumMap<>(Dependency.class);
  private final List<Binding> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<Carrier, List<Attempt>> probed = new ConcurrentHashMap<>();
  private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
  private final Probes probes =
      new Probes(
          List.of(
              new Canary(
                  new Name("us-south"),
                  new Name("canary"),
                  new Name("watchers"),
                  new Identity.Client("canary", new SecretRef.FromFile("canary")))),
          OneIam::new,
          this::turns,
          new Told(),
          Duration.ofMinutes(1),
          clock);
  private List<Carrier> turn = List.of(DAL10);

  @Test
  void aProbeAsksIamAndBothServicesOnce() {
    probe();

    assertThat(probed)
        .containsExactly(
            Map.entry(
                DAL10,
                List.of(
                    new Succeeded(Dependency.IAM, TOOK),
                    new Succeeded(Dependency.LOGGING, TOOK),
                    new Succeeded(Dependency.METRICS, TOOK))));
    assertThat(asked)
        .extracting(binding -> binding + " of " + binding.cluster().tenant())
        .containsExactly("canary/logs of watchers", "canary/metrics of watchers");
  }

  @Test
  void anIamThatFailsIsAskedOnceAndBothServicesAreNotTried() {
    failing.put(Dependency.IAM, fault(Dependency.IAM, Optional.empty()));

    probe();

    assertThat(probed.get(DAL10))
        .containsExactly(
            new Errored(Dependency.IAM, FaultKind.HTTP_5XX, TOOK),
            new Blocked(Dependency.LOGGING),
            new Blocked(Dependency.METRICS));
  }

  @Test
  void aServiceThatFailsIsNoReasonNotToAskTheOther() {
    failing.put(Dependency.LOGGING, fault(Dependency.LOGGING, Optional.empty()));

    probe();

    assertThat(probed.get(DAL10))
        .containsExactly(
            new Succeeded(Dependency.IAM, TOOK),
            new Errored(Dependency.LOGGING, FaultKind.HTTP_5XX, TOOK),
            new Succeeded(Dependency.METRICS, TOOK));
  }

  @Test
  void aRegionThatAsksToBeLeftAloneIsLeftAlone() {
    failing.put(Dependency.METRICS, fault(Dependency.METRICS, Optional.of(Duration.ofMinutes(3))));
    probe();
    probed.clear();

    clock.advance(Duration.ofMinutes(2));
    probe();
    assertThat(probed).isEmpty();

    clock.advance(Duration.ofMinutes(1));
    probe();
    assertThat(probed).containsOnlyKeys(DAL10);
  }

  @Test
  void aRegionWithoutACanaryIsNotAskedFor() {
    turn = List.of(DAL10, FRA02);

    probe();

    assertThat(probed).containsOnlyKeys(DAL10);
  }

  @Test
  void aBugCostsOneProbe() {
    turn = List.of(new Carrier(new Name("broken"), new Name("us-south")), DAL10);

    probe();

    assertThat(surprises).containsExactly("broken: a bug");
    assertThat(probed).containsOnlyKeys(DAL10);
  }

  /** Looks once, and waits for what that started. */
  private void probe() {
    probes.look(SECOND);
    probes.close();
  }

  private List<Carrier> turns(Set<Name> regions, Duration interval, Duration every, Instant now) {
    assertThat(regions).containsExactly(new Name("us-south"));
    return turn;
  }

  private static Fault fault(Dependency dependency, Optional<Duration> retryAfter) {
    return new Fault(dependency, FaultKind.HTTP_5XX, "it answered 503", retryAfter);
  }

  /** Vouches once, as IAM does whose token is remembered; a service is asked each time. */
  private final class OneIam implements Exchange {
    private boolean vouched;

    @Override
    public Exchanged tokenFor(Binding binding, Optional<Dependency> failedAt) {
      asked.add(binding);
      if (binding.cluster().carrier().name().text().equals("broken")) {
        throw new IllegalStateException("a bug");
      }
      var service = Dependency.issuing(binding.signal());
      var attempts = new ArrayList<Attempt>();
      if (!vouched && failing.containsKey(Dependency.IAM)) {
        attempts.add(new Errored(Dependency.IAM, FaultKind.HTTP_5XX, TOOK));
        attempts.add(new Blocked(service));
        return new Exchanged.Failed(failing.get(Dependency.IAM), attempts);
      }
      if (!vouched) {
        attempts.add(new Succeeded(Dependency.IAM, TOOK));
        vouched = true;
      }
      if (failing.containsKey(service)) {
        attempts.add(new Errored(service, FaultKind.HTTP_5XX, TOOK));
        return new Exchanged.Failed(failing.get(service), attempts);
      }
      attempts.add(new Succeeded(service, TOOK));
      var end = MIDNIGHT.plus(Duration.ofHours(1));
      return new Exchanged.Issued(
          new ServiceToken(new SecretText("a token"), MIDNIGHT, end), attempts);
    }
  }

  private final class Told implements ProbeListener {
    @Override
    public void probed(Carrier carrier, List<Attempt> attempts) {
      probed.put(carrier, attempts);
    }

    @Override
    public void surprised(Carrier carrier, RuntimeException bug) {
      surprises.add(carrier.name() + ": " + bug.getMessage());
    }
  }
}
