package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;

/** How a cluster proves to IAM who it is. */
public sealed interface Identity {

  /** The secret part. */
  SecretRef secret();

  /** The same identity with its secret part exchanged, for instance once it was decrypted. */
  Identity withSecret(SecretRef secret);

  /**
   * An OAuth client (RFC 6749 §2.3.1).
   *
   * @param clientId not secret
   */
  record Client(String clientId, SecretRef secret) implements Identity {
    public Client {
      if (clientId.isEmpty()
          || clientId.length() > 255
          || !clientId.chars().allMatch(c -> c > 32 && c < 127)) {
        throw new IllegalArgumentException(
            "a client id is 1 to 255 visible ASCII characters (RFC 6749 appendix A.1)");
      }
    }

    @Override
    public Client withSecret(SecretRef other) {
      return new Client(clientId, other);
    }
  }

  /** An API key, as IBM Cloud IAM gives to a service id. */
  record ApiKey(SecretRef secret) implements Identity {
    @Override
    public ApiKey withSecret(SecretRef other) {
      return new ApiKey(other);
    }
  }
}
