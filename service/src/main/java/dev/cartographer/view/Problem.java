package dev.cartographer.view;

import org.jspecify.annotations.Nullable;

/**
 * An error answer of the API (RFC 9457, {@code application/problem+json}).
 *
 * @param type where the code is explained
 * @param title what happened
 * @param status the HTTP status
 * @param detail why, as far as known
 * @param code stable reference of the kind of error, such as CTG-4004
 * @param reference of this one occurrence, to be found in the log; absent when nothing was logged
 * @param remedy what to do
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable String reference,
    @Nullable String remedy) {}
