package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this process has for the agents of one binding: the last token it made for them, if any, and
 * what they were seen to hold. In memory and nowhere else.
 */
public final class Shelf {
  /** Longer than a renewal takes, with all its timeouts and the lease of its claim. */
  private static final Duration MAKING = Duration.ofSeconds(20);

  private @Nullable ServiceToken token;
  private @Nullable Note note;
  private long version;
  private @Nullable Instant askedAt;
  private @Nullable Instant wantedAt;
  private CompletableFuture<Void> change = new CompletableFuture<>();

  Shelf() {}

  /** A token that an agent may have. */
  public record Offer(ServiceToken token, Note note) {}

  /** An agent asks. */
  public synchronized void asked(Instant now) {
    askedAt = now;
  }

  /** An agent shows that it holds this token; one made here later stays. */
  public synchronized void shown(Note held) {
    if (note == null || note.generation() < held.generation()) {
      token = null;
      note = held;
    }
  }

  /** The note of what agents hold, or are given when they ask next. */
  public synchronized Optional<Note> note() {
    return Optional.ofNullable(note);
  }

  /**
   * The token on the shelf, if it lasts.
   *
   * @param least the version of the cluster for which it must have been made
   */
  public synchronized Optional<Offer> offer(long least, Instant now) {
    return token == null || note == null || note.expiredAt(now) || version < least
        ? Optional.empty()
        : Optional.of(new Offer(token, note));
  }

  /** Ends with the next change of what is offered. */
  public synchronized CompletableFuture<Void> change() {
    return change;
  }

  /** Whether a new token is to be asked for now; not while one may be in the making. */
  public synchronized boolean want(Instant now) {
    if (wantedAt != null && now.isBefore(wantedAt.plus(MAKING))) {
      return false;
    }
    wantedAt = now;
    return true;
  }

  /** When an agent asked last; empty when none ever did. */
  synchronized Optional<Instant> askedAt() {
    return Optional.ofNullable(askedAt);
  }

  synchronized Held held() {
    return note == null ? new Held.Absent() : new Held.Present(note);
  }

  /** Puts a token there, unless a higher generation is. */
  synchronized Delivered put(ServiceToken fresh, Note ours, long ofVersion) {
    var settled = CompareAndSet.settled(held(), ours);
    if (settled.isPresent()) {
      return settled.orElseThrow();
    }
    token = fresh;
    note = ours;
    version = ofVersion;
    wantedAt = null;
    changed();
    return new Delivered.Done();
  }

  synchronized void clear() {
    token = null;
    note = null;
    changed();
  }

  /** No new token came of a try: whoever waits for one is told. */
  synchronized void disappoint() {
    wantedAt = null;
    changed();
  }

  private void changed() {
    change.complete(null);
    change = new CompletableFuture<>();
  }
}
