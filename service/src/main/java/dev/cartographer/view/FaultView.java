package dev.cartographer.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A binding's unresolved fault.
 *
 * @param dependency iam, logging, metrics, cluster or cartographer
 * @param kind the word of the fault's kind
 * @param code the reference to look up, such as CTG-1102
 * @param detail one sentence: what was asked of whom and what came back
 * @param since the first failure in a row
 * @param tries failures in a row
 * @param nextTry when it is tried again; absent when unknown
 */
public record FaultView(
    String dependency,
    String kind,
    String code,
    String detail,
    Instant since,
    int tries,
    @Nullable Instant nextTry) {}
