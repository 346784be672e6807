package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.TakenBack;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, writes and takes back one ConfigMap at its API server, as {@link SecretApi} a Secret. */
final class ConfigMapApi {
  private final ClusterClient cluster;
  private final AgentConfigMap map;

  ConfigMapApi(ClusterClient cluster, AgentConfigMap map) {
    this.cluster = cluster;
    this.map = map;
  }

  /**
   * What was read.
   *
   * @param refused the hash of the configuration that the agent refused last
   * @param version the resource version; empty when there was no ConfigMap
   */
  record Seen(Map<String, String> files, Optional<String> refused, Optional<String> version) {}

  /**
   * Reads the ConfigMap.
   *
   * @throws dev.cartographer.fault.DependencyFailure when it could not be
   */
  Seen read() {
    var answer = cluster.send(ApiRequest.get(map.path()));
    if (answer.notFound("configmaps")) {
      return new Seen(Map.of(), Optional.empty(), Optional.empty());
    }
    if (answer.status() != 200) {
      throw faults().of(answer);
    }
    if (!map.is(answer.json())) {
      throw faults().senseless(answer);
    }
    var version = answer.json().at("/metadata/resourceVersion").asText();
    return new Seen(
        AgentConfigMap.files(answer.json()),
        AgentConfigMap.refused(answer.json()),
        Optional.of(version));
  }

  /**
   * Writes the files, provided that the ConfigMap is still as it was seen.
   *
   * @return false when it is not: somebody was faster
   * @throws dev.cartographer.fault.DependencyFailure when it was refused, or nobody knows
   */
  boolean write(Seen seen, Map<String, String> files) {
    var request =
        seen.version()
            .map(version -> ApiRequest.merge(map.path(), map.change(seen.files(), files, version)))
            .orElseGet(() -> ApiRequest.create(map.collection(), map.manifest(files)));
    var answer = cluster.send(request);
    if (answer.status() == 409) {
      return false;
    }
    if (answer.status() != 200 && answer.status() != 201) {
      throw faults().of(answer);
    }
    if (!map.is(answer.json())) {
      throw faults().senseless(answer);
    }
    if (!AgentConfigMap.files(answer.json()).entrySet().containsAll(files.entrySet())) {
      throw faults().altered(answer);
    }
    return true;
  }

  /**
   * Deletes the ConfigMap, provided that it is still as it was seen.
   *
   * @return what became of it; empty when it is not as it was seen
   * @throws dev.cartographer.fault.DependencyFailure when it was refused, or nobody knows
   */
  Optional<TakenBack> delete(Seen seen) {
    var deletion = AgentConfigMap.deletion(seen.version().orElseThrow());
    var request = new ApiRequest("DELETE", map.path(), "application/json", Optional.of(deletion));
    var answer = cluster.send(request);
    return switch (answer.status()) {
      case 200, 202 -> Optional.of(new TakenBack.Done());
      case 403 -> Optional.of(new TakenBack.Left("deleting the agent's ConfigMap is forbidden"));
      case 409 -> Optional.empty();
      default -> {
        if (answer.notFound("configmaps")) {
          yield Optional.of(new TakenBack.Done());
        }
        throw faults().of(answer);
      }
    };
  }

  private ApiFaults faults() {
    return new ApiFaults(
        cluster.server(),
        map.namespace(),
        "ConfigMap",
        map.name(),
        List.of(cluster.credential().secret()));
  }
}
