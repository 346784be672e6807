package dev.cartographer.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "why did my logs stop": a sentence, the chain, and what to do next.
 *
 * @param healthy whether every link of the chain holds
 * @param sentences for a person, most important first
 * @param chain in the order of a token's path
 * @param next the command that helps now; absent when nothing needs doing
 */
public record Why(
    String cluster,
    boolean healthy,
    List<String> sentences,
    List<Link> chain,
    @Nullable String next) {

  /**
   * One link of the chain.
   *
   * @param step enrolled, identity, logs exchange, logs delivery, logs pickup, metrics exchange,
   *     metrics delivery, metrics pickup; of a cluster that leaves, enrolled and removal
   * @param state ok, broken or waiting (for a link before it)
   * @param reason the kind of fault, or a word for what is well
   * @param text one line for a person
   */
  public record Link(String step, String state, String reason, String text) {}
}
