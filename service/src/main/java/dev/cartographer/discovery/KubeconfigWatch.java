package dev.cartographer.discovery;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Enrols the clusters for which Cluster API keeps a kubeconfig, as soon as a Secret {@code
 * NAME-cartographer} beside it says who the cluster is to IAM.
 *
 * <p>Only a Secret that this process has seen to go lets its cluster leave. That one is not there
 * after a restart is no order: a carrier that was restored, or mistaken for another, would empty
 * the fleet.
 */
final class KubeconfigWatch {
  private static final Duration READ_AGAIN = Duration.ofSeconds(60);
  private static final String IDENTITY = "-cartographer";

  private final Carrier carrier;
  private final Map<String, Name> tenants;
  private final Name targetNamespace;
  private final CarrierObjects objects;
  private final Announcements fleet;
  private final Clock clock;
  private final Map<KubeconfigSecret, Instant> seen = new HashMap<>();

  /**
   * A watch that has looked at nothing yet.
   *
   * @param tenants by namespace; in no other namespace is anything enrolled
   * @param targetNamespace where, in the clusters, tokens are delivered to
   */
  KubeconfigWatch(
      Carrier carrier,
      Map<String, Name> tenants,
      Name targetNamespace,
      CarrierObjects objects,
      Announcements fleet,
      Clock clock) {
    this.carrier = carrier;
    this.tenants = tenants;
    this.targetNamespace = targetNamespace;
    this.objects = objects;
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Looks at every kubeconfig once.
   *
   * @return what the carrier refused or did not answer, or why a cluster is refused; empty when all
   *     went well
   */
  Optional<String> round() {
    var present =
        objects.kubeconfigs().stream()
            .filter(secret -> tenants.containsKey(secret.namespace()))
            .collect(Collectors.toSet());
    seen.keySet()
        .removeIf(
            secret -> !present.contains(secret) && fleet.leave(secret.fleetName(), origin(secret)));
    var trouble = Optional.<String>empty();
    for (var secret : present) {
      trouble = isDue(secret) ? tended(secret).or(noting(trouble)) : trouble;
    }
    return trouble;
  }

  private static Supplier<Optional<String>> noting(Optional<String> before) {
    return () -> before;
  }

  private boolean isDue(KubeconfigSecret secret) {
    var last = seen.get(secret);
    return last == null || !clock.instant().isBefore(last.plus(READ_AGAIN));
  }

  private Optional<String> tended(KubeconfigSecret secret) {
    try {
      seen.put(secret, clock.instant());
      return enrolment(secret)
          .flatMap(enrolment -> fleet.enrol(enrolment, origin(secret)))
          .map(why -> secret.fleetName() + " is refused: " + why);
    } catch (IllegalArgumentException e) {
      return Optional.of(secret.fleetName() + " is refused: " + e.getMessage());
    } catch (CarrierUnreachable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What the two Secrets say together; empty while one of them is not there. */
  private Optional<Enrolment> enrolment(KubeconfigSecret secret) {
    var kubeconfig = objects.secret(secret.namespace(), secret.cluster() + "-kubeconfig", "value");
    return kubeconfig.flatMap(text ->
        identity(secret)
            .map(identity ->
                new Enrolment(
                    new Name(secret.fleetName()),
                    Optional.ofNullable(tenants.get(secret.namespace())).orElseThrow(),
                    carrier,
                    identity,
                    new Target.Namespace(inline(text), Optional.empty(), targetNamespace))));
  }

  private Optional<Identity> identity(KubeconfigSecret secret) {
    var name = secret.cluster() + IDENTITY;
    var apiKey = objects.secret(secret.namespace(), name, "apiKey");
    if (apiKey.isPresent()) {
      return apiKey.map(key -> new Identity.ApiKey(inline(key)));
    }
    var client = objects.secret(secret.namespace(), name, "client");
    var password = objects.secret(secret.namespace(), name, "secret");
    return client.flatMap(
        id -> password.map(text -> new Identity.Client(id.reveal(), inline(text))));
  }

  private static SecretRef inline(SecretText text) {
    return new SecretRef.Inline(text);
  }

  private String origin(KubeconfigSecret secret) {
    return carrier.name() + "/" + secret.namespace() + "/" + secret.cluster() + "-kubeconfig";
  }
}
