package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.secret.SecretText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A carrier by its API server, watched in the namespaces that are given to tenants. A watch that is
 * cut begins again by itself; until then what was seen last is what there is.
 */
final class KubernetesObjects implements CarrierObjects, AutoCloseable {
  static final String GROUP = "telemetry.cartographer.dev";
  private static final String FINALIZER = GROUP + "/taken-back";
  private static final String CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name";
  private static final String CLUSTER_TYPE = "cluster.x-k8s.io/secret";
  private static final String KUBECONFIG = "-kubeconfig";
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup(GROUP)
          .withVersion("v1alpha1")
          .withKind("ClusterTelemetry")
          .withPlural("clustertelemetries")
          .withNamespaced(true)
          .build();

  private final KubernetesClient client;
  private final Clock clock;
  private final List<SharedIndexInformer<GenericKubernetesResource>> telemetries =
      new ArrayList<>();
  private final List<SharedIndexInformer<Secret>> kubeconfigs = new ArrayList<>();

  /**
   * Begins to watch.
   *
   * @param namespaces the only ones in which anything is seen
   * @param kubeconfigSecrets whether the Secrets of Cluster API are watched too, which takes the
   *     right to see all Secrets of these namespaces
   */
  KubernetesObjects(
      KubernetesClient client,
      Collection<String> namespaces,
      boolean kubeconfigSecrets,
      Clock clock) {
    this.client = client;
    this.clock = clock;
    for (var namespace : namespaces) {
      telemetries.add(
          begun(
              client.genericKubernetesResources(KIND).inNamespace(namespace).runnableInformer(0)));
      if (kubeconfigSecrets) {
        kubeconfigs.add(
            begun(
                client
                    .secrets()
                    .inNamespace(namespace)
                    .withLabel(CLUSTER_LABEL)
                    .runnableInformer(0)));
      }
    }
  }

  /** Whatever befalls a watch, it is tried again. */
  private static <T> SharedIndexInformer<T> begun(SharedIndexInformer<T> informer) {
    informer.exceptionHandler((_, _) -> true);
    informer.start();
    return informer;
  }

  /** Whether every watch is under way. */
  boolean watching() {
    return telemetries.stream().allMatch(SharedIndexInformer::isWatching)
        && kubeconfigs.stream().allMatch(SharedIndexInformer::isWatching);
  }

  @Override
  public List<Announced> announced() {
    return telemetries.stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .map(KubernetesObjects::announced)
        .toList();
  }

  private static Announced announced(GenericKubernetesResource object) {
    var metadata = object.getMetadata();
    JsonNode rest = JSON.valueToTree(object.getAdditionalProperties());
    return new Announced(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getResourceVersion(),
        Optional.ofNullable(metadata.getGeneration()).orElse(0L),
        metadata.getDeletionTimestamp() != null,
        metadata.getFinalizers().contains(FINALIZER),
        rest.path("spec"),
        rest.path("status"));
  }

  @Override
  public List<KubeconfigSecret> kubeconfigs() {
    return kubeconfigs.stream()
        .flatMap(informer -> informer.getStore().list().stream())
        .filter(secret -> CLUSTER_TYPE.equals(secret.getType()))
        .filter(secret -> secret.getMetadata().getDeletionTimestamp() == null)
        .flatMap(secret -> kubeconfig(secret).stream())
        .toList();
  }

  /** Cluster API has other Secrets with the same label: authorities, etcd's. */
  private static Optional<KubeconfigSecret> kubeconfig(Secret secret) {
    var metadata = secret.getMetadata();
    var cluster = metadata.getLabels().get(CLUSTER_LABEL);
    return Optional.ofNullable(cluster)
        .filter(name -> metadata.getName().equals(name + KUBECONFIG))
        .map(name -> new KubeconfigSecret(metadata.getNamespace(), name));
  }

  @Override
  public Optional<SecretText> secret(String namespace, String name, String key) {
    return asked(
        "read Secret " + namespace + "/" + name,
        () ->
            Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
                .map(Secret::getData)
                .flatMap(data -> Optional.ofNullable(data.get(key)))
                .map(KubernetesObjects::decoded));
  }

  private static SecretText decoded(String base64) {
    return new SecretText(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
  }

  /** Under the version that was seen: others may hold the object too. */
  @Override
  public void hold(Announced object, boolean held) {
    var metadata = JSON.createObjectNode().put("resourceVersion", object.version());
    var finalizers = metadata.putArray("finalizers");
    asked(
        "hold " + object.key(),
        () -> {
          var present = resource(object).get();
          if (present == null
              || !present.getMetadata().getResourceVersion().equals(object.version())) {
            return present;
          }
          present.getMetadata().getFinalizers().stream()
              .filter(name -> !name.equals(FINALIZER))
              .forEach(finalizers::add);
          if (held) {
            finalizers.add(FINALIZER);
          }
          return resource(object).patch(MERGE, wrapped("metadata", metadata));
        });
  }

  @Override
  public void status(Announced object, JsonNode status) {
    asked(
        "write the status of " + object.key(),
        () -> resource(object).subresource("status").patch(MERGE, wrapped("status", status)));
  }

  @Override
  public void event(Announced object, boolean warning, String reason, String message) {
    var event = TelemetryEvent.of(object, warning, reason, message, clock.instant());
    asked(
        "tell of " + object.key(),
        () -> client.v1().events().inNamespace(object.namespace()).resource(event).create());
  }

  private Resource<GenericKubernetesResource> resource(Announced object) {
    return client
        .genericKubernetesResources(KIND)
        .inNamespace(object.namespace())
        .withName(object.name());
  }

  private static String wrapped(String member, JsonNode value) {
    return JSON.createObjectNode().set(member, value).toString();
  }

  /** Somebody was faster, or the object is gone: the next round sees how it is now. */
  private static <T extends HasMetadata> void asked(String what, Change<T> change) {
    try {
      change.make();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT && e.getCode() != NOT_FOUND) {
        throw unreachable(what, e);
      }
    }
  }

  private static <T> Optional<T> asked(String what, Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (KubernetesClientException e) {
      throw unreachable(what, e);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // its text is not in Base64
    }
  }

  /** The API server's own words may quote what we sent; its status says enough. */
  private static CarrierUnreachable unreachable(String what, KubernetesClientException e) {
    var why = e.getCode() == 0 ? "no answer" : "status " + e.getCode();
    return new CarrierUnreachable("it did not let us " + what + ": " + why, e);
  }

  /** A request that changes something. */
  @FunctionalInterface
  private interface Change<T> {
    @Nullable T make();
  }

  @Override
  public void close() {
    telemetries.forEach(SharedIndexInformer::stop);
    kubeconfigs.forEach(SharedIndexInformer::stop);
    client.close();
  }
}
