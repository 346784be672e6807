package dev.cartographer.assets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * All files of the export. Each resource is a working example by itself; a site's values take the
 * place of the example's.
 */
public final class Assets {
  private static final String RULES = "prometheus/cartographer.rules.yml";
  private static final List<String> RESOURCES =
      List.of(
          RULES,
          "prometheus/tests/token-exchanges.test.yml",
          "prometheus/tests/cartographer-itself.test.yml",
          "alertmanager/cartographer-route.example.yml",
          "grafana/dashboards/armada-ice.json",
          "grafana/provisioning/dashboards/cartographer.yaml",
          "kubernetes/servicemonitor.yaml");

  private Assets() {}

  /** The files for a site, in the order of their names. */
  public static List<Asset> of(Site site) {
    return Stream.concat(
            RESOURCES.stream().map(path -> new Asset(path, site.in(resource(path)))),
            Stream.of(new Asset("kubernetes/prometheusrule.yaml", prometheusRule(site))))
        .sorted((a, b) -> a.path().compareTo(b.path()))
        .toList();
  }

  /** The same rules, wrapped for the Prometheus operator. */
  private static String prometheusRule(Site site) {
    var rules = site.in(resource(RULES));
    var groups = rules.substring(rules.indexOf("groups:")).indent(2);
    return """
    # The rules of prometheus/cartographer.rules.yml for the Prometheus operator.
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata:
      name: cartographer
      labels:
        app.kubernetes.io/name: cartographer
    spec:
    """
        + groups;
  }

  private static String resource(String path) {
    try (var in = Assets.class.getResourceAsStream("/assets/" + path)) {
      if (in == null) {
        throw new IllegalStateException("the build has left out the resource assets/" + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
