package dev.cartographer.exchange;

import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Name;
import dev.cartographer.token.Fingerprint;

/**
 * Everything an IAM token depends on. Whoever differs in one part gets another token; a part left
 * out is one tenant's token in another's hands (CVE-2026-94386, CVE-2026-85317).
 *
 * @param enrolment the version of the cluster's enrolment
 * @param step endpoint, dialect, scope: the step's configuration as a whole
 * @param principal which identity
 * @param credential which of its secrets; never the secret
 */
record IamKey(
    Name tenant,
    Name cluster,
    long clusterId,
    long enrolment,
    Name region,
    IamStep step,
    String principal,
    Fingerprint credential) {

  static IamKey of(Cluster cluster, Region region, IamRequest request) {
    return new IamKey(
        cluster.tenant(),
        cluster.name(),
        cluster.id(),
        cluster.version(),
        region.name(),
        request.step(),
        request.principal(),
        Fingerprint.of(request.secret()));
  }
}
