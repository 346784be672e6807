package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One binding, as a row.
 *
 * @param signal logs or metrics
 * @param state the word of a {@link BindingState}
 * @param generation 0 before the first token
 * @param fingerprint of the delivered token; absent before the first
 * @param nextAt when Cartographer looks at it next
 * @param pickup what its agents use; absent when they never told
 */
public record BindingView(
    String cluster,
    String tenant,
    String carrier,
    String region,
    String signal,
    String state,
    long generation,
    @Nullable Instant issuedAt,
    @Nullable Instant expiresAt,
    @Nullable String fingerprint,
    @Nullable Instant nextAt,
    @Nullable FaultView fault,
    @Nullable PickupView pickup) {

  /** A binding of whose agents nobody knows what they use. */
  public BindingView(
      String cluster,
      String tenant,
      String carrier,
      String region,
      String signal,
      String state,
      long generation,
      @Nullable Instant issuedAt,
      @Nullable Instant expiresAt,
      @Nullable String fingerprint,
      @Nullable Instant nextAt,
      @Nullable FaultView fault) {
    this(
        cluster,
        tenant,
        carrier,
        region,
        signal,
        state,
        generation,
        issuedAt,
        expiresAt,
        fingerprint,
        nextAt,
        fault,
        null);
  }
}
