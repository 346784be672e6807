package dev.cartographer.discovery;

import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The discovery of clusters on one carrier. */
public final class Discovery implements AutoCloseable {
  private final Carrier carrier;
  private final KubernetesObjects objects;
  private final CarrierWatch telemetries;
  private final KubeconfigWatch kubeconfigs;

  /**
   * What the operator says of a carrier.
   *
   * @param tenants by namespace: whose clusters are announced there; in no other namespace is
   *     anything looked at
   * @param kubeconfigSecrets whether the kubeconfigs of Cluster API announce clusters too
   * @param targetNamespace where, in those clusters, tokens are delivered to
   */
  public record Plan(
      Carrier carrier,
      Map<String, Name> tenants,
      boolean kubeconfigSecrets,
      Name targetNamespace) {}

  /** Begins to watch; the client is closed with it. */
  public Discovery(Plan plan, KubernetesClient client, Announcements fleet, Clock clock) {
    this.carrier = plan.carrier();
    this.objects =
        new KubernetesObjects(client, plan.tenants().keySet(), plan.kubeconfigSecrets(), clock);
    this.telemetries = new CarrierWatch(carrier, plan.tenants(), objects, fleet, clock);
    this.kubeconfigs =
        new KubeconfigWatch(carrier, plan.tenants(), plan.targetNamespace(), objects, fleet, clock);
  }

  public Name carrier() {
    return carrier.name();
  }

  /** Whether the carrier is watched at this moment; what was seen last stays while it is not. */
  public boolean watching() {
    return objects.watching();
  }

  /**
   * Does what is left to do, once.
   *
   * @return what stood in the way of some of it
   */
  public Optional<String> round() {
    var trouble = telemetries.round();
    return kubeconfigs.round().or(() -> trouble);
  }

  @Override
  public void close() {
    objects.close();
  }
}
