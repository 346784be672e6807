package dev.cartographer.exchange;

import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.token.Fingerprint;
import java.util.List;

/**
 * Everything an IAM token depends on. Whoever differs in one part gets another token; a part left
 * out is one tenant's token in another's hands (CVE-2026-94386, CVE-2026-85317).
 *
 * @param enrolment the version of the cluster's enrolment
 * @param step endpoint, dialect, scope: the step's configuration as a whole
 * @param principal which identity
 * @param credential which of its secrets; never the secret
 * @param own which of our own secrets, where IAM sees them too
 */
record IamKey(
    Name tenant,
    Name cluster,
    long clusterId,
    long enrolment,
    Name region,
    IamStep step,
    List<String> principal,
    Fingerprint credential,
    Fingerprint own) {

  static IamKey of(Cluster cluster, Region region, Asker asker) {
    return new IamKey(
        cluster.tenant(),
        cluster.name(),
        cluster.id(),
        cluster.version(),
        region.name(),
        asker.step(),
        asker.principal(),
        asker.credential(),
        asker.own());
  }
}
