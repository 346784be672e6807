package dev.cartographer.escalation;

/**
 * What would have been sent.
 *
 * @param request without secrets
 * @param receipt one as the receiver would have given, for what follows
 */
public record Shadow(String request, Receipt receipt) {}
