package dev.cartographer.view;

/** What came of an announcement: how many events were opened or closed by it. */
public record CieResult(int opened, int closed) {}
