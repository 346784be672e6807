package dev.cartographer.fleet;

import java.util.Optional;

/**
 * What an operator asks for one cluster: the wish, before the database gives it an id.
 *
 * @param workload who speaks for the cluster's agents; without one, nobody does
 */
public record Enrolment(
    Name name,
    Name tenant,
    Carrier carrier,
    Identity identity,
    Target target,
    Agents agents,
    Optional<Workload> workload) {

  /** A cluster whose agents somebody else configures, and for whose agents nobody speaks. */
  public Enrolment(Name name, Name tenant, Carrier carrier, Identity identity, Target target) {
    this(name, tenant, carrier, identity, target, Agents.NONE, Optional.empty());
  }
}
