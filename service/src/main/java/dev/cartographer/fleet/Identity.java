package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a cluster proves to IAM who it is. */
public sealed interface Identity {
  Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

  /** The secret part. */
  SecretRef secret();

  /** The same identity with its secret part exchanged, for instance once it was decrypted. */
  Identity withSecret(SecretRef secret);

  /** What it is, for people, such as "an API key". */
  String inWords();

  /**
   * An OAuth client with a secret (RFC 6749 §2.3.1).
   *
   * @param clientId not secret
   */
  record Client(String clientId, SecretRef secret) implements Identity {
    public Client {
      checkedClientId(clientId);
    }

    @Override
    public Client withSecret(SecretRef other) {
      return new Client(clientId, other);
    }

    @Override
    public String inWords() {
      return "a client id and secret";
    }
  }

  /** An API key, as IBM Cloud IAM gives to a service id. */
  record ApiKey(SecretRef secret) implements Identity {
    @Override
    public ApiKey withSecret(SecretRef other) {
      return new ApiKey(other);
    }

    @Override
    public String inWords() {
      return "an API key";
    }
  }

  /**
   * An OAuth client with a private key, which signs what proves it (RFC 7523 §2.2).
   *
   * @param secret the key: PKCS #8 in PEM, or a JWK
   * @param keyId by which IAM finds the public key; a JWK's own when empty
   * @param algorithm a JWK's own, or RS256 for an RSA key and ES256 for an EC key, when empty
   */
  record SignedClient(
      String clientId, SecretRef secret, Optional<String> keyId, Optional<Algorithm> algorithm)
      implements Identity {
    public SignedClient {
      checkedClientId(clientId);
      keyId.ifPresent(SignedClient::checkedKeyId);
    }

    static String checkedKeyId(String text) {
      if (!VISIBLE.matcher(text).matches()) {
        throw new IllegalArgumentException("a key id is 1 to 255 visible ASCII characters");
      }
      return text;
    }

    @Override
    public SignedClient withSecret(SecretRef other) {
      return new SignedClient(clientId, other, keyId, algorithm);
    }

    @Override
    public String inWords() {
      return "a client id and private key";
    }
  }

  /** A holder of tokens that somebody else issues to it and IAM trusts, such as a cluster. */
  sealed interface TokenHolder extends Identity {

    /** The OAuth client that IAM knows it as, where its token stands in for a client assertion. */
    Optional<String> clientId();
  }

  /**
   * A Kubernetes service account, whose tokens the cluster's API server issues.
   *
   * @param secret the kubeconfig of whoever may ask for its tokens
   * @param context the kubeconfig's context; its current one when empty
   */
  record ServiceAccount(
      Name namespace,
      String name,
      SecretRef secret,
      Optional<String> context,
      Optional<String> clientId)
      implements TokenHolder {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    public ServiceAccount {
      clientId.ifPresent(Identity::checkedClientId);
      checkedName(name);
    }

    static String checkedName(String text) {
      if (text.length() > 253 || !NAME.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "a service account's name is lower-case letters, digits, hyphens and dots, as"
                + " Kubernetes has it (RFC 1123)");
      }
      return text;
    }

    @Override
    public ServiceAccount withSecret(SecretRef other) {
      return new ServiceAccount(namespace, name, other, context, clientId);
    }

    @Override
    public String inWords() {
      return "a service account";
    }

    /** Whom its tokens name as their subject. */
    public String subject() {
      return "system:serviceaccount:" + namespace + ":" + name;
    }
  }

  /** A token that somebody else keeps fresh in a file, such as a kubelet. */
  record TokenFile(SecretRef.FromFile file, Optional<String> clientId) implements TokenHolder {
    public TokenFile {
      clientId.ifPresent(Identity::checkedClientId);
    }

    @Override
    public SecretRef secret() {
      return file;
    }

    /** Another file; what is no file can't be kept fresh, and is not taken. */
    @Override
    public TokenFile withSecret(SecretRef other) {
      return other instanceof SecretRef.FromFile another ? new TokenFile(another, clientId) : this;
    }

    @Override
    public String inWords() {
      return "a token file";
    }
  }

  /** How a private key signs (RFC 7518 §3.1). */
  enum Algorithm {
    RS256,
    PS256,
    ES256;

    /**
     * The inverse of {@link #name()}.
     *
     * @throws IllegalArgumentException when there is none of this name; whoever wrote it is at
     *     fault
     */
    public static Algorithm of(String name) {
      for (var algorithm : values()) {
        if (algorithm.name().equals(name.toUpperCase(Locale.ROOT))) {
          return algorithm;
        }
      }
      throw new IllegalArgumentException("an algorithm is RS256, PS256 or ES256");
    }
  }

  /**
   * The text, when it is a client id.
   *
   * @throws IllegalArgumentException when it is none; whoever wrote it is at fault
   */
  static String checkedClientId(String text) {
    if (!VISIBLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a client id is 1 to 255 visible ASCII characters (RFC 6749 appendix A.1)");
    }
    return text;
  }
}
