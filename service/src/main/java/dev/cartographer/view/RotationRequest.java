package dev.cartographer.view;

/** What a request to rotate came to: how many bindings were put at the head of the queue. */
public record RotationRequest(long bindings) {}
