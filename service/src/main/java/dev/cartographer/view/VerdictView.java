package dev.cartographer.view;

import java.util.List;

/**
 * The answer to "who is at fault on this carrier", with all that it rests on.
 *
 * @param healthy whether nobody is at fault, ourselves included
 * @param sentences for a person, the most important first
 * @param atFault iam, logging, metrics, or armada-ice for ourselves; empty when nobody is
 * @param notes what contradicts, or could not be learnt
 */
public record VerdictView(
    String carrier,
    String region,
    boolean healthy,
    List<String> sentences,
    List<String> atFault,
    List<RulingView> rulings,
    List<String> notes,
    List<EvidenceView> evidence) {

  /**
   * What a rule says of one dependency.
   *
   * @param rule its number
   * @param about iam, logging or metrics
   * @param outcome at_fault, ourselves, cleared, follows_from_iam or hold
   * @param confidence low, medium or high
   */
  public record RulingView(String rule, String about, String outcome, String confidence) {}
}
