package dev.cartographer.fleet;

/** What an operator asks for one cluster: the wish, before the database gives it an id. */
public record Enrolment(
    Name name, Name tenant, Carrier carrier, Identity identity, Target target, Agents agents) {

  /** A cluster whose agents somebody else configures. */
  public Enrolment(Name name, Name tenant, Carrier carrier, Identity identity, Target target) {
    this(name, tenant, carrier, identity, target, Agents.NONE);
  }
}
