package dev.cartographer.fleet;

/**
 * One customer cluster.
 *
 * @param id given by the database at enrolment; stable for as long as the cluster is enrolled
 * @param name unique in the fleet
 * @param tenant who owns it
 * @param version grows with every change of the enrolment; the identity's credential version
 */
public record Cluster(
    long id,
    Name name,
    Name tenant,
    Carrier carrier,
    Identity identity,
    Target target,
    Agents agents,
    long version) {

  /** A cluster whose agents somebody else configures. */
  public Cluster(
      long id,
      Name name,
      Name tenant,
      Carrier carrier,
      Identity identity,
      Target target,
      long version) {
    this(id, name, tenant, carrier, identity, target, Agents.NONE, version);
  }
}
