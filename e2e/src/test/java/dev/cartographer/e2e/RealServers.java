package dev.cartographer.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A Keycloak and a Kubernetes API server, started once for all tests of a run and ended after the
 * last.
 */
record RealServers(Keycloak keycloak, KubernetesApi kubernetes) implements AutoCloseable {
  /** Twenty clusters whose tokens live a minute. */
  static final Realm FLEET = new Realm("fleet", numbered("cluster", 20), Duration.ofSeconds(60));

  /** Five clusters whose tokens outlive a restart of Keycloak several times. */
  static final Realm OUTAGE = new Realm("outage", numbered("patient", 5), Duration.ofMinutes(3));

  /** Two clusters that ship, and one that may read what was shipped, with tokens of a minute. */
  static final Realm SHIPPING =
      new Realm(
          "shipping",
          List.of(OpenSearch.WRITER, "kiosk", OpenSearch.READER),
          Duration.ofSeconds(60));

  private static List<String> numbered(String name, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "%s-%02d".formatted(name, i)).toList();
  }

  @Override
  public void close() {
    try (keycloak) {
      kubernetes.close();
    }
  }

  /** Hands the servers to a test's parameter. */
  static final class Provided implements ExecutionCondition, ParameterResolver {
    private static final Namespace OURS = Namespace.create(Provided.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var missing = parts(context).missing();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("every part is here");
      }
      if (!Skipping.allowed()) {
        throw new ExtensionConfigurationException(String.join("; ", missing));
      }
      return ConditionEvaluationResult.disabled(String.join("; ", missing));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RealServers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var parts = parts(context);
      return context
          .getRoot()
          .getStore(OURS)
          .computeIfAbsent(RealServers.class, _ -> parts.start(), RealServers.class);
    }

    private static Parts parts(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(OURS)
          .computeIfAbsent(Parts.class, _ -> Parts.looked(), Parts.class);
    }
  }

  /** What the scripts found of what the servers are made of. */
  private record Parts(Part keycloak, Part etcd, Part kubeApiserver) {
    static Parts looked() {
      var parts =
          new Parts(Part.named("keycloak"), Part.named("etcd"), Part.named("kube-apiserver"));
      parts.missing().forEach(why -> System.out.println(Skipping.line(why)));
      return parts;
    }

    List<String> missing() {
      return List.of(keycloak, etcd, kubeApiserver).stream()
          .filter(Part.Missing.class::isInstance)
          .map(part -> ((Part.Missing) part).sentence())
          .toList();
    }

    RealServers start() {
      var kubernetes =
          KubernetesApi.start(path(etcd), path(kubeApiserver), Repository.emptied("kubernetes"));
      try {
        var home = Repository.emptied("keycloak");
        var keycloak = Keycloak.start(path(keycloak()), home, List.of(FLEET, OUTAGE, SHIPPING));
        return new RealServers(keycloak, kubernetes);
      } catch (RuntimeException | Error failure) {
        kubernetes.close();
        throw failure;
      }
    }

    private static Path path(Part part) {
      return switch (part) {
        case Part.Found(var path) -> path;
        case Part.Missing missing -> throw new IllegalStateException(missing.sentence());
      };
    }
  }
}
