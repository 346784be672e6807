package dev.cartographer.delivery;

/**
 * A kubeconfig that can't be used here. The message says why, as the end of "the kubeconfig is
 * refused: …", and shows nothing secret.
 */
final class KubeconfigRefused extends RuntimeException {
  KubeconfigRefused(String message) {
    super(message);
  }
}
