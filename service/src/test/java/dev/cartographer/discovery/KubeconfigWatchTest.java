package dev.cartographer.discovery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.view.ClusterView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KubeconfigWatchTest {
  private static final Carrier CARRIER = new Carrier(new Name("dal10"), new Name("us-south"));
  private static final KubeconfigSecret WEB = new KubeconfigSecret("acme", "web");

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final List<KubeconfigSecret> present = new ArrayList<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, Enrolment> enrolled = new LinkedHashMap<>();
  private final List<String> left = new ArrayList<>();
  private boolean gone = true;
  private final KubeconfigWatch watch = watch();

  private KubeconfigWatch watch() {
    return new KubeconfigWatch(
        CARRIER,
        Map.of("acme", new Name("tenant-a")),
        new Name("logging"),
        new Objects(),
        new Fleet(),
        clock);
  }

  private final class Objects implements CarrierObjects {
    @Override
    public List<Announced> announced() {
      return List.of();
    }

    @Override
    public List<KubeconfigSecret> kubeconfigs() {
      return List.copyOf(present);
    }

    @Override
    public Optional<SecretText> secret(String namespace, String name, String key) {
      return Optional.ofNullable(secrets.get(namespace + "/" + name + "/" + key))
          .map(SecretText::new);
    }

    @Override
    public void hold(Announced object, boolean held) {}

    @Override
    public void status(Announced object, JsonNode status) {}

    @Override
    public void event(Announced object, boolean warning, String reason, String message) {}
  }

  private final class Fleet implements Announcements {
    @Override
    public Optional<String> enrol(Enrolment cluster, String origin) {
      enrolled.put(origin, cluster);
      return Optional.empty();
    }

    @Override
    public boolean leave(String cluster, String origin) {
      left.add(cluster + " of " + origin);
      return gone;
    }

    @Override
    public List<ClusterView> clusters(List<String> origins) {
      return List.of();
    }
  }

  @Test
  void aKubeconfigEnrolsItsClusterOnceItsIdentityIsThere() {
    present.add(WEB);
    secrets.put("acme/web-kubeconfig/value", "a kubeconfig");

    assertThat(watch.round()).isEmpty();
    assertThat(enrolled).isEmpty();

    secrets.put("acme/web-cartographer/client", "web");
    secrets.put("acme/web-cartographer/secret", "a secret");
    clock.advance(ofSeconds(60));
    watch.round();

    var cluster = Optional.ofNullable(enrolled.get("dal10/acme/web-kubeconfig")).orElseThrow();
    assertThat(cluster.name()).isEqualTo(new Name("acme-web"));
    assertThat(cluster.tenant()).isEqualTo(new Name("tenant-a"));
    assertThat(((Identity.Client) cluster.identity()).clientId()).isEqualTo("web");
    assertThat(((Target.Namespace) cluster.target()).namespace()).isEqualTo(new Name("logging"));
  }

  @Test
  void aNamespaceThatNobodyWasGivenEnrolsNothing() {
    present.add(new KubeconfigSecret("zeta", "web"));
    secrets.put("zeta/web-kubeconfig/value", "a kubeconfig");
    secrets.put("zeta/web-cartographer/apiKey", "a key");

    watch.round();

    assertThat(enrolled).isEmpty();
  }

  @Test
  void aKubeconfigThatWasSeenToGoLetsItsClusterLeave() {
    present.add(WEB);
    watch.round();
    gone = false;
    present.clear();

    watch.round();
    gone = true;
    watch.round();
    watch.round();

    assertThat(left)
        .containsExactly(
            "acme-web of dal10/acme/web-kubeconfig", "acme-web of dal10/acme/web-kubeconfig");
  }

  @Test
  void whatIsNotThereAfterARestartIsNoOrder() {
    present.add(WEB);
    watch.round();
    present.clear();

    watch().round();

    assertThat(left).isEmpty();
  }

  @Test
  void anIdentityThatCantBeOneIsSaidAndTheOthersGoOn() {
    present.addAll(List.of(WEB, new KubeconfigSecret("acme", "other")));
    secrets.put("acme/web-kubeconfig/value", "a kubeconfig");
    secrets.put("acme/web-cartographer/client", "not an id\n");
    secrets.put("acme/web-cartographer/secret", "a secret");
    secrets.put("acme/other-kubeconfig/value", "a kubeconfig");
    secrets.put("acme/other-cartographer/apiKey", "a key");

    assertThat(watch.round())
        .hasValueSatisfying(why -> assertThat(why).startsWith("acme-web is refused: a client id"));
    assertThat(enrolled).hasSize(1);
  }
}
