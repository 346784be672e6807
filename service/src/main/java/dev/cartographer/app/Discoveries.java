package dev.cartographer.app;

import dev.cartographer.delivery.KubeClients;
import dev.cartographer.discovery.Announcements;
import dev.cartographer.discovery.Discovery;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretUnreadable;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Begins discovery on the carriers of the configuration; a mistake names its key. */
record Discoveries(
    SecretResolver secrets, HttpClient.Factory factory, Announcements fleet, Clock clock) {

  List<Discovery> of(CartographerConfig config) {
    return config.discovery().entrySet().stream()
        .map(e -> discovery("cartographer.discovery." + e.getKey(), e.getKey(), e.getValue()))
        .toList();
  }

  private Discovery discovery(String key, String carrier, CartographerConfig.Discovery settings) {
    try {
      var kubeconfig = secrets.resolve(new SecretRef.FromFile(settings.kubeconfigFile()));
      var plan =
          new Discovery.Plan(
              new Carrier(new Name(carrier), new Name(settings.region())),
              tenants(settings.tenants()),
              settings.kubeconfigSecrets(),
              new Name(settings.targetNamespace()));
      var client = KubeClients.of(kubeconfig, settings.context(), factory);
      return new Discovery(plan, client, fleet, clock);
    } catch (IllegalArgumentException | SecretUnreadable e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }

  private static Map<String, Name> tenants(Map<String, String> settings) {
    return settings.keySet().stream()
        .map(Name::new)
        .map(Name::text)
        .collect(Collectors.toMap(Function.identity(), namespace -> tenant(settings, namespace)));
  }

  private static Name tenant(Map<String, String> settings, String namespace) {
    return new Name(settings.getOrDefault(namespace, ""));
  }
}
