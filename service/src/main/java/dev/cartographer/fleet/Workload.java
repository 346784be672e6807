package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;
import java.util.Optional;

/**
 * Who speaks for a cluster's agents: one workload of the cluster, by the names that its own token
 * has (RFC 7519 §4.1). No two clusters have the same pair, so the pair finds the cluster.
 *
 * @param issuer who issued the workload's token, to the letter
 * @param subject the workload, such as {@code system:serviceaccount:logging:agent}
 * @param keys the issuer's public keys, as a JWK set or in PEM; the operator's for this issuer when
 *     empty
 */
public record Workload(String issuer, String subject, Optional<SecretRef> keys) {
  private static final int LONGEST = 512;

  /**
   * Takes the names as they are.
   *
   * @throws IllegalArgumentException when they can't be names; whoever wrote them is at fault
   */
  public Workload {
    checked(issuer);
    checked(subject);
  }

  /** An issuer or a subject, as it is. */
  static String checked(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST
        || !name.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new IllegalArgumentException("it is 1 to " + LONGEST + " visible ASCII characters");
    }
    return name;
  }

  /** The same workload with its keys exchanged. */
  public Workload withKeys(Optional<SecretRef> others) {
    return new Workload(issuer, subject, others);
  }
}
