package dev.cartographer.assets;

/**
 * One file for somebody else's program.
 *
 * @param path below the directory it is exported to, with {@code /} between its parts
 */
public record Asset(String path, String text) {}
