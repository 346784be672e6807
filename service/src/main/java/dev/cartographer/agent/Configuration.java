package dev.cartographer.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that one agent of one cluster is configured with. No secret is in them.
 *
 * @param files their texts by name
 */
public record Configuration(SortedMap<String, String> files) {
  private static final int LENGTH = 12;

  public Configuration {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public Configuration(Map<String, String> files) {
    this(new TreeMap<>(files));
  }

  /** The first 12 bytes of the SHA-256 of all names and texts, in hexadecimal. */
  public String hash() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      files.forEach((name, text) -> {
        digest.update((name + "\0" + text + "\0").getBytes(StandardCharsets.UTF_8));
      });
      return HexFormat.of().formatHex(digest.digest(), 0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
