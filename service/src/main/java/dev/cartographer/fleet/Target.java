package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;
import java.util.Optional;

/** Where a cluster's agents read their tokens. */
public sealed interface Target {

  /** Nowhere: the cluster's own agents ask for them. It must have a {@link Workload}. */
  record Pull() implements Target {}

  /** A directory named after the cluster, below the operator's delivery directory. */
  record Files() implements Target {}

  /**
   * Two Secrets, {@code cartographer-logs} and {@code cartographer-metrics}, in one namespace.
   *
   * @param kubeconfig how the cluster's API server is reached and with what right
   * @param context the kubeconfig's context; its current one when empty
   */
  record Namespace(SecretRef kubeconfig, Optional<String> context, Name namespace)
      implements Target {
    private static final int LONGEST_CONTEXT = 253;

    static String checkedContext(String text) {
      if (text.isEmpty() || text.length() > LONGEST_CONTEXT || text.indexOf('\n') >= 0) {
        throw new IllegalArgumentException(
            "a context is one line of 1 to " + LONGEST_CONTEXT + " characters");
      }
      return text;
    }
  }
}
