package dev.cartographer.discovery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.FaultView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarrierWatchTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Carrier CARRIER = new Carrier(new Name("dal10"), new Name("us-south"));

  private final MutableClock clock = new MutableClock(NOON);
  private final FakeCarrier carrier = new FakeCarrier();
  private final FakeFleet fleet = new FakeFleet();
  private final CarrierWatch watch = watch();

  private CarrierWatch watch() {
    return new CarrierWatch(CARRIER, Map.of("acme", new Name("tenant-a")), carrier, fleet, clock);
  }

  @BeforeEach
  void secrets() {
    carrier.secrets.put("acme/payments-iam/secret", "the client's secret");
    carrier.secrets.put("acme/payments-kubeconfig/value", "the kubeconfig");
    carrier.secrets.put("zeta/zeta-iam/secret", "another's secret");
  }

  /** A carrier in memory: every write is a new version, as on a real one. */
  private static final class FakeCarrier implements CarrierObjects {
    private final Map<String, Announced> objects = new LinkedHashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private boolean unreachable;
    private int writes;
    private int reads;
    private int version;

    void put(String namespace, String name, String spec, long generation) {
      var old = objects.get(namespace + "/" + name);
      objects.put(
          namespace + "/" + name,
          new Announced(
              namespace,
              name,
              "uid-of-" + name,
              Integer.toString(++version),
              generation,
              false,
              old != null && old.held(),
              json(spec),
              old == null ? MissingNode.getInstance() : old.status()));
    }

    void delete(String key) {
      var o = get(key);
      objects.put(key, with(o, true, o.held(), o.status()));
    }

    Announced get(String key) {
      return Optional.ofNullable(objects.get(key)).orElseThrow();
    }

    private Announced with(Announced o, boolean deleting, boolean held, JsonNode status) {
      return new Announced(
          o.namespace(),
          o.name(),
          o.uid(),
          Integer.toString(++version),
          o.generation(),
          deleting,
          held,
          o.spec(),
          status);
    }

    private void reach() {
      if (unreachable) {
        throw new CarrierUnreachable("it did not answer", new IllegalStateException());
      }
    }

    @Override
    public List<Announced> announced() {
      return List.copyOf(objects.values());
    }

    @Override
    public List<KubeconfigSecret> kubeconfigs() {
      return List.of();
    }

    @Override
    public Optional<SecretText> secret(String namespace, String name, String key) {
      reach();
      reads++;
      return Optional.ofNullable(secrets.get(namespace + "/" + name + "/" + key))
          .map(SecretText::new);
    }

    @Override
    public void hold(Announced object, boolean held) {
      reach();
      writes++;
      if (object.deleting() && !held) {
        objects.remove(object.key());
      } else {
        objects.put(object.key(), with(object, object.deleting(), held, object.status()));
      }
    }

    @Override
    public void status(Announced object, JsonNode status) {
      reach();
      writes++;
      objects.put(object.key(), with(object, object.deleting(), object.held(), status));
    }

    @Override
    public void event(Announced object, boolean warning, String reason, String message) {
      reach();
      events.add((warning ? "Warning " : "Normal ") + reason);
    }
  }

  /** A fleet in memory, whose clusters are as the test says. */
  private static final class FakeFleet implements Announcements {
    private final Map<String, Enrolment> enrolled = new LinkedHashMap<>();
    private final Map<String, ClusterView> views = new HashMap<>();
    private final List<String> left = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private boolean empty = true;

    @Override
    public Optional<String> enrol(Enrolment cluster, String origin) {
      if (refusal.isEmpty()) {
        enrolled.put(origin, cluster);
      }
      return refusal;
    }

    @Override
    public boolean leave(String cluster, String origin) {
      left.add(cluster + " of " + origin);
      return empty;
    }

    @Override
    public List<ClusterView> clusters(List<String> origins) {
      return origins.stream().filter(enrolled::containsKey).flatMap(o -> view(o).stream()).toList();
    }

    private Optional<ClusterView> view(String origin) {
      return Optional.ofNullable(views.get(origin));
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static final String SPEC =
      """
      {"identity": {"client": {"id": "acme-payments", "secretRef": {"name": "payments-iam"}}},
       "target": {"namespace": "logging", "kubeconfigRef": {"name": "payments-kubeconfig"}}}
      """;

  private void announce() {
    carrier.put("acme", "payments", SPEC, 1);
    watch.round();
    watch.round();
  }

  private static BindingView binding(String signal, String state, @Nullable FaultView fault) {
    var held = !state.equals("pending");
    return new BindingView(
        "acme-payments",
        "tenant-a",
        "dal10",
        "us-south",
        signal,
        state,
        held ? 7 : 0,
        held ? NOON : null,
        held ? NOON.plusSeconds(3600) : null,
        held ? "9f2c" : null,
        NOON.plusSeconds(1800),
        fault);
  }

  private void stands(BindingView logs, BindingView metrics) {
    fleet.views.put(
        "dal10/acme/payments",
        new ClusterView(
            "acme-payments",
            "tenant-a",
            "dal10",
            "us-south",
            "client",
            "namespace logging",
            NOON,
            null,
            List.of(logs, metrics)));
    watch.round();
  }

  private String condition(String type) {
    var condition = Conditions.condition(carrier.get("acme/payments").status(), type).orElseThrow();
    return condition.path("status").asText() + " " + condition.path("reason").asText();
  }

  @Test
  void whatIsAnnouncedIsHeldThenEnrolledForTheTenantOfItsNamespace() {
    carrier.put("acme", "payments", SPEC, 1);

    watch.round();
    assertThat(carrier.get("acme/payments").held()).isTrue();
    assertThat(fleet.enrolled).isEmpty();

    watch.round();
    var enrolled = Optional.ofNullable(fleet.enrolled.get("dal10/acme/payments")).orElseThrow();
    assertThat(enrolled.name()).isEqualTo(new Name("acme-payments"));
    assertThat(enrolled.tenant()).isEqualTo(new Name("tenant-a"));
    assertThat(enrolled.carrier()).isEqualTo(CARRIER);
    assertThat(((Identity.Client) enrolled.identity()).clientId()).isEqualTo("acme-payments");
    assertThat(((SecretRef.Inline) enrolled.identity().secret()).text().reveal())
        .isEqualTo("the client's secret");
    assertThat(((Target.Namespace) enrolled.target()).namespace()).isEqualTo(new Name("logging"));
    assertThat(condition("Ready")).isEqualTo("False Pending");
  }

  @Test
  void aNamespaceThatNobodyWasGivenEnrolsNothing() {
    carrier.put("zeta", "web", SPEC, 1);

    watch.round();
    watch.round();

    assertThat(fleet.enrolled).isEmpty();
    assertThat(carrier.get("zeta/web").held()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"zeta-iam\"}",
        "{\"name\": \"zeta-iam\", \"namespace\": \"zeta\"}",
        "{\"name\": \"zeta/zeta-iam\"}",
        "{\"name\": \"../zeta/zeta-iam\"}",
        "{\"name\": \"\"}",
        "{}"
      })
  void anothersSecretIsNeverRead(String ref) {
    carrier.put("acme", "payments", SPEC.replace("{\"name\": \"payments-iam\"}", ref), 1);

    watch.round();
    watch.round();

    assertThat(fleet.enrolled).isEmpty();
    assertThat(condition("Ready")).isIn("False SecretMissing", "False InvalidSpec");
    assertThat(carrier.events).hasSize(1);
  }

  @Test
  void aClusterMayAnnounceThatItPulls() {
    carrier.put(
        "acme",
        "payments",
        """
        {"identity": {"apiKey": {"secretRef": {"name": "payments-iam", "key": "secret"}}},
         "target": {"pull": {"issuer": "https://kubernetes.default.svc", "subject": "agent"}}}
        """,
        1);

    watch.round();
    watch.round();

    var enrolled = Optional.ofNullable(fleet.enrolled.get("dal10/acme/payments")).orElseThrow();
    assertThat(enrolled.target()).isEqualTo(new Target.Pull());
    assertThat(enrolled.workload())
        .contains(new Workload("https://kubernetes.default.svc", "agent", Optional.empty()));
  }

  @Test
  void conditionsFollowTheTokensAndEventsTheirChanges() {
    announce();

    stands(binding("logs", "valid", null), binding("metrics", "pending", null));
    assertThat(condition("Ready")).isEqualTo("False Pending");
    assertThat(condition("LogsToken")).isEqualTo("True Delivered");

    stands(binding("logs", "valid", null), binding("metrics", "valid", null));
    assertThat(condition("Ready")).isEqualTo("True TokensDelivered");
    assertThat(carrier.get("acme/payments").status().at("/logs/generation").asLong()).isEqualTo(7);
    assertThat(carrier.get("acme/payments").status().at("/logs/expiresAt").asText())
        .isEqualTo("2026-01-01T13:00:00Z");

    var fault =
        new FaultView(
            "iam", "identity_rejected", "CTG-1101", "https://iam.internal said no", NOON, 3, NOON);
    stands(binding("logs", "failing", fault), binding("metrics", "expired", fault));
    assertThat(condition("LogsToken")).isEqualTo("True RenewalFails");
    assertThat(condition("Ready")).isEqualTo("False Expired");
    assertThat(carrier.get("acme/payments").status().toString())
        .contains("the token has ended: iam identity_rejected (CTG-1101)")
        .doesNotContain("iam.internal");
    assertThat(carrier.events)
        .containsExactly("Normal Pending", "Normal TokensDelivered", "Warning Expired");
  }

  @Test
  void whatHasNotChangedIsNotWritten() {
    announce();
    stands(binding("logs", "valid", null), binding("metrics", "valid", null));
    var writes = carrier.writes;
    var since = carrier.get("acme/payments").status();

    for (var i = 0; i < 100; i++) {
      clock.advance(ofSeconds(1));
      watch.round();
      watch().round();
    }

    assertThat(carrier.writes).isEqualTo(writes);
    assertThat(carrier.get("acme/payments").status()).isEqualTo(since);
  }

  @Test
  void aConditionKeepsItsTimeWhileItsStatusStays() {
    announce();
    clock.advance(ofSeconds(10));

    stands(binding("logs", "valid", null), binding("metrics", "pending", null));

    var status = carrier.get("acme/payments").status();
    assertThat(
            Conditions.condition(status, "Ready").orElseThrow().path("lastTransitionTime").asText())
        .isEqualTo("2026-01-01T12:00:00Z");
    assertThat(
            Conditions.condition(status, "LogsToken")
                .orElseThrow()
                .path("lastTransitionTime")
                .asText())
        .isEqualTo("2026-01-01T12:00:10Z");
  }

  @Test
  void secretsAreReadAgainOnceAMinuteAndWhenTheSpecChanges() {
    announce();
    var reads = carrier.reads;
    watch.round();
    assertThat(carrier.reads).isEqualTo(reads);

    clock.advance(ofSeconds(60));
    watch.round();
    assertThat(carrier.reads).isEqualTo(reads + 2);

    carrier.put("acme", "payments", SPEC.replace("\"logging\"", "\"telemetry\""), 2);
    watch.round();
    var enrolled = Optional.ofNullable(fleet.enrolled.get("dal10/acme/payments")).orElseThrow();
    assertThat(((Target.Namespace) enrolled.target()).namespace()).isEqualTo(new Name("telemetry"));
  }

  @Test
  void aSecretThatIsMissingIsLookedForAgainAndTheClusterStaysAsItWas() {
    announce();
    stands(binding("logs", "valid", null), binding("metrics", "valid", null));
    carrier.secrets.remove("acme/payments-iam/secret");
    clock.advance(ofSeconds(60));
    watch.round();
    assertThat(condition("Ready")).isEqualTo("False SecretMissing");
    assertThat(condition("LogsToken")).isEqualTo("True Delivered");
    assertThat(fleet.enrolled).hasSize(1);

    carrier.secrets.put("acme/payments-iam/secret", "a new one");
    clock.advance(ofSeconds(3));
    watch.round();
    assertThat(condition("Ready")).isEqualTo("True TokensDelivered");
  }

  @Test
  void aRefusalIsToldInTheFleetsWords() {
    fleet.refusal = Optional.of("cluster acme-payments is enrolled by hand already");

    announce();

    assertThat(condition("Ready")).isEqualTo("False Refused");
    assertThat(carrier.get("acme/payments").status().toString())
        .contains("cluster acme-payments is enrolled by hand already");
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    var name = "p".repeat(60);
    carrier.put("acme", name, SPEC, 1);

    watch.round();
    watch.round();

    assertThat(carrier.get("acme/" + name).status().toString())
        .contains("InvalidSpec", "its namespace and name: a name is 1 to 63");
  }

  @Test
  void whatIsDeletedIsLetGoOnceItsClusterIsGone() {
    announce();
    fleet.empty = false;
    carrier.delete("acme/payments");

    watch.round();
    assertThat(carrier.objects).hasSize(1);

    fleet.empty = true;
    watch.round();
    assertThat(carrier.objects).isEmpty();
    assertThat(fleet.left).containsOnly("acme-payments of dal10/acme/payments");
  }

  @Test
  void aCarrierThatDoesNotAnswerIsAValueAndTheFleetStays() {
    announce();
    carrier.unreachable = true;
    clock.advance(ofSeconds(60));

    assertThat(watch.round()).contains("it did not answer");
    assertThat(fleet.enrolled).hasSize(1);
    assertThat(fleet.left).isEmpty();

    carrier.unreachable = false;
    assertThat(watch.round()).isEmpty();
  }
}
