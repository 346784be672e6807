package dev.cartographer.escalation;

/**
 * An attempt, for the record.
 *
 * @param request what was sent last, or would have been, without secrets; empty when there was
 *     nothing to send
 * @param answer what came back, shortened
 */
public record Done(Result result, String request, String answer) {}
