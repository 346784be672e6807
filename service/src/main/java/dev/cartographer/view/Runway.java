package dev.cartographer.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bindings of one carrier and signal stand.
 *
 * @param states how many bindings are in each state; every state is there
 * @param ends when the tokens held now end: the first, and the tenth, the half, nine tenths and all
 *     of them in the order of their end; to ten seconds and never late; empty when none is held
 * @param firstDarkAt when the first binding goes dark that no fault of its own cluster keeps from
 *     being renewed, or went; null when none of these holds a token
 * @param endingSoon how many tokens of these end within five minutes, a quarter of an hour, an hour
 *     and six
 */
public record Runway(
    String carrier,
    String region,
    String signal,
    Map<BindingState, Long> states,
    List<Instant> ends,
    @Nullable Instant firstDarkAt,
    List<Long> endingSoon) {}
