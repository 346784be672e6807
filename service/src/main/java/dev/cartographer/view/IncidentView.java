package dev.cartographer.view;

import java.time.Instant;
import java.util.List;

/**
 * One incident as it is now.
 *
 * @param scope what it is about: a region, or everywhere
 * @param phase settling, diagnosing, holding, notified, verifying, resolved, closed or superseded
 * @param carriers whose alerts fire now
 * @param dependencies that these alerts are about
 * @param owners the teams made responsible; armada-api is armada ICE
 * @param rulings what the verdict that stands says of each dependency; empty before the first
 * @param pages each team's page
 */
public record IncidentView(
    long id,
    String scope,
    String phase,
    Instant openedAt,
    Instant since,
    List<String> carriers,
    List<String> dependencies,
    List<String> owners,
    List<RulingView> rulings,
    List<PageView> pages) {

  /**
   * What a rule says of one dependency.
   *
   * @param outcome at_fault, ourselves, cleared, follows_from_iam or hold
   */
  public record RulingView(String rule, String about, String outcome, String confidence) {}

  /**
   * One team's page.
   *
   * @param state wanted, accepted, acknowledged, refused or ended
   */
  public record PageView(String team, String state, Instant since) {}
}
