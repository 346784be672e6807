package dev.cartographer.escalation;

/**
 * What a sink did.
 *
 * @param request what was sent last, without secrets; empty when nothing was
 * @param answer what came back, shortened
 */
public record Sent(Outcome outcome, String request, String answer) {
  static Sent unsent(Outcome outcome) {
    return new Sent(outcome, "", "");
  }
}
