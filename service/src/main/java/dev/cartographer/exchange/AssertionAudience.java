package dev.cartographer.exchange;

/** Whom a client assertion is for. */
public sealed interface AssertionAudience {

  /** The issuer identifier, as RFC 10070 wants it, and nothing else. */
  record IssuerIdentifier(String identifier) implements AssertionAudience {}

  /**
   * The address of the token endpoint, for servers that still want it (RFC 7523 §3 before RFC 10070
   * forbade it: a server that a client is lured to could use such an assertion elsewhere).
   */
  record EndpointAddress() implements AssertionAudience {}

  /** Nobody has said who the issuer is, so nothing can be signed for it. */
  record Unknown() implements AssertionAudience {}
}
