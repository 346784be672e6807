package dev.cartographer.delivery;

import dev.cartographer.delivery.Kubeconfig.Credential;
import dev.cartographer.secret.SecretText;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.Optional;

/** Makes fabric8's clients of kubeconfigs, which are read as strictly as those of enrolments. */
public final class KubeClients {
  private KubeClients() {}

  /**
   * A client, whoever made it closes it.
   *
   * @throws IllegalArgumentException when the kubeconfig can't be used; says why, and nothing that
   *     is in it
   */
  public static KubernetesClient of(
      SecretText kubeconfig, Optional<String> context, HttpClient.Factory factory) {
    try {
      var read = Kubeconfig.of(kubeconfig, context);
      return new KubernetesClientBuilder()
          .withConfig(config(read))
          .withHttpClientFactory(factory)
          .withHttpClientBuilderConsumer(http -> secure(http, read))
          .build();
    } catch (KubeconfigRefused e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Of nothing but the kubeconfig: not of this process's environment, nor of a file. */
  private static Config config(Kubeconfig kubeconfig) {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(kubeconfig.server().toString())
            .withConnectionTimeout(5_000)
            .withRequestTimeout(10_000)
            .withRequestRetryBackoffLimit(0)
            .withUserAgent("cartographer");
    if (kubeconfig.credential() instanceof Credential.Bearer(var token)) {
      config.withOauthToken(token.reveal());
    }
    return config.build();
  }

  private static void secure(HttpClient.Builder http, Kubeconfig kubeconfig) {
    if ("https".equals(kubeconfig.server().getScheme())) {
      http.sslContext(ClusterTls.identity(kubeconfig), ClusterTls.trust(kubeconfig));
    }
  }
}
