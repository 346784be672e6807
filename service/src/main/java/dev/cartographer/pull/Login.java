package dev.cartographer.pull;

import dev.cartographer.fleet.Name;
import java.util.Locale;
import java.util.Optional;

/** Whether a token of a workload proves whose agent is asking. */
public sealed interface Login {

  record Welcome(Caller caller) implements Login {}

  /**
   * It does not. The caller is told no more than that; why is for the operator.
   *
   * @param cluster whose agent it says it is; empty when that was not looked up
   */
  record Refused(Why why, Optional<Name> cluster) implements Login {}

  /** Why not: a closed list, label of a metric. */
  enum Why {
    /** No JWT, or one that is too long or can't be read. */
    MALFORMED,
    /** Not signed with RS256, ES256 or PS256. */
    ALGORITHM,
    /** A header that names keys, or another one that has no place there. */
    HEADER,
    /** For another audience, or for more than ours. */
    AUDIENCE,
    /** Over, or without an end. */
    EXPIRED,
    /** Not begun yet, or without a beginning. */
    NOT_YET,
    /** Lives longer than a workload's token should. */
    LIFETIME,
    /** Of an issuer and subject that speak for no cluster. */
    UNKNOWN,
    /** The issuer's keys can't be had. */
    KEYS,
    /** Signed by another than the issuer. */
    SIGNATURE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
