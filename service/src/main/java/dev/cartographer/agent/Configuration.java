package dev.cartographer.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The files that one agent of one cluster is configured with. No secret is in them.
 *
 * @param files their texts by name
 */
public record Configuration(SortedMap<String, String> files) {
  private static final int LENGTH = 12;

  /** The file that tells the hash, for the companion. */
  private static final String WHICH = "configuration";

  private static final String BEFORE = "previous.";

  public Configuration {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public Configuration(Map<String, String> files) {
    this(new TreeMap<>(files));
  }

  /** What is delivered: these files, which they are, and beside them those from before. */
  public SortedMap<String, String> delivered(Optional<Configuration> before) {
    var delivered = new TreeMap<>(files);
    delivered.put(WHICH, hash() + "\n");
    before.ifPresent(
        b -> b.delivered(Optional.empty()).forEach((n, t) -> delivered.put(BEFORE + n, t)));
    return delivered;
  }

  /** What is Cartographer's of files that others may have put something beside. */
  public static SortedMap<String, String> ours(Map<String, String> files) {
    var ours = new TreeMap<String, String>();
    files.forEach((name, text) -> {
      if (AgentTexts.fileNames().contains(plain(name)) || plain(name).equals(WHICH)) {
        ours.put(name, text);
      }
    });
    return ours;
  }

  private static String plain(String name) {
    return name.startsWith(BEFORE) ? name.substring(BEFORE.length()) : name;
  }

  /** What was delivered; empty when it is not as it was delivered. */
  public static Optional<Configuration> in(Map<String, String> delivered) {
    return whole(delivered, name -> !name.startsWith(BEFORE), "");
  }

  /** What was delivered before it and lies beside it. */
  public static Optional<Configuration> before(Map<String, String> delivered) {
    return whole(delivered, name -> name.startsWith(BEFORE), BEFORE);
  }

  private static Optional<Configuration> whole(
      Map<String, String> delivered, Predicate<String> which, String prefix) {
    var files = new TreeMap<String, String>();
    delivered.forEach((name, text) -> {
      if (which.test(name)) {
        files.put(name.substring(prefix.length()), text);
      }
    });
    var told = Optional.ofNullable(files.remove(WHICH)).orElse("");
    return Optional.of(new Configuration(files)).filter(c -> told.strip().equals(c.hash()));
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
