package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity.ServiceAccount;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a token with which a cluster vouches for itself, before it goes to IAM. What is no such
 * token is refused here: a server that cuts or drops one might grant something else instead
 * (CVE-2026-9704).
 */
final class ClusterToken {
  private ClusterToken() {}

  /**
   * The token, if it can be sent whole.
   *
   * @throws DependencyFailure laid to the cluster, when it is no token
   */
  static SecretText checked(Cluster cluster, SecretText token) {
    try {
      IssuedCheck.checkText(token);
      return token;
    } catch (Mishap mishap) {
      var detail =
          "the token file of cluster "
              + cluster.name()
              + " holds no token: 1 to 16,384 characters of those that RFC 6750 §2.1 has";
      throw new DependencyFailure(
          new Fault(Dependency.CLUSTER, FaultKind.SECRET_UNREADABLE, detail), mishap);
    }
  }

  /**
   * The token, if it is for this service account and audience: whom it names is compared once more
   * with whom the enrolment names (SPIRE audit SPI-01-004).
   *
   * @throws DependencyFailure laid to the cluster, when it is another
   */
  static SecretText checked(
      Cluster cluster, SecretText token, ServiceAccount account, String audience) {
    try {
      IssuedCheck.checkText(token);
      var claims = Jwt.claims(token).orElseThrow(() -> Mishap.wrongToken("a token that is no JWT"));
      if (!Optional.of(account.subject()).equals(Optional.ofNullable(claims.getSubject()))) {
        throw Mishap.wrongToken("a token that is not of " + account.subject());
      }
      if (!claims.getAudience().equals(List.of(audience))) {
        throw Mishap.wrongToken("a token that is not for " + audience + " alone");
      }
      return token;
    } catch (Mishap mishap) {
      var detail = "the API server of cluster " + cluster.name() + " " + mishap.what();
      throw new DependencyFailure(new Fault(Dependency.CLUSTER, mishap.kind(), detail), mishap);
    }
  }
}
