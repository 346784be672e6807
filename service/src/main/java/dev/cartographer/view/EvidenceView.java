package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known, or not known, of a dependency.
 *
 * @param source who says so
 * @param dependency iam, logging or metrics; absent when it is about the incident as a whole
 * @param kind exchanges, probe, status, cie, change, control, alert or circumstance
 * @param value a word of that kind
 * @param mark well, ill or unknown
 * @param fetchedAt when it was learnt
 * @param excerpt what was said, or why it is not known, in one line
 */
public record EvidenceView(
    String source,
    @Nullable String dependency,
    String kind,
    String value,
    String mark,
    Instant fetchedAt,
    long latencyMillis,
    String excerpt) {}
