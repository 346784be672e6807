package dev.cartographer.escalation;

import java.net.URI;
import java.util.Optional;

/**
 * How a team is reached.
 *
 * @param name what people call it
 * @param link where its pager or its channel is found
 * @param chat the chat that is told of its incidents when it isn't paged
 */
public record Contact(
    String name, Optional<URI> link, Reach reach, Mode mode, Optional<String> chat) {

  /** Whether a team can be woken. */
  public sealed interface Reach {
    /**
     * It can.
     *
     * @param sink the name of its pager
     * @param fallback the name of another, for what the first doesn't take
     */
    record Pager(String sink, Optional<String> fallback) implements Reach {}

    /** It wants to be asked in its chat. */
    record ChatOnly() implements Reach {}

    /** Nobody there can be. */
    record Nobody() implements Reach {}
  }
}
