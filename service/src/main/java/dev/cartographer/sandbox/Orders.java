package dev.cartographer.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** What somebody who watches a demo wants to happen: one line, one order. */
final class Orders {
  static final String USAGE =
      "break iam|logging|metrics|nothing [REGION], heal, revoke CLUSTER, restore CLUSTER";

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** Takes orders from a stream until it ends. Nobody waits for it. */
  Orders(InputStream from) {
    Thread.ofPlatform().daemon().name("orders").start(() -> read(from));
  }

  private void read(InputStream from) {
    try (var reader = new BufferedReader(new InputStreamReader(from, UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line.strip());
      }
    } catch (IOException _) {
      // Nobody orders anything more.
    }
  }

  /** Carries out what was ordered since the last time, and says so. */
  void carryOut(SandboxRegion region, Telling telling) {
    for (var line = lines.poll(); line != null; line = lines.poll()) {
      if (!line.isEmpty()) {
        telling.event(done(line.split(" +", 3), region));
      }
    }
  }

  /** What was done of an order, as it is told. */
  static String done(String[] words, SandboxRegion region) {
    var what = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "break" -> broken(what, words.length > 2 ? words[2] : "", region);
      case "heal" -> healed(region);
      case "revoke" -> identity(region.enable(what, false), what, "■ IAM knows %s no more.");
      case "restore" -> identity(region.enable(what, true), what, "● IAM knows %s again.");
      default -> "? There is: " + USAGE;
    };
  }

  private static String broken(String what, String where, SandboxRegion region) {
    var broken = named(what);
    if (broken.isEmpty() || !(where.isEmpty() || SandboxCarrier.isRegion(where))) {
      return "? There is: " + USAGE;
    }
    if (where.isEmpty()) {
      broken.get().breakIn(region);
      return "■ " + broken.get().breaking();
    }
    return broken.get().breakIn(region, where)
        ? "■ " + what + " answers 503 to " + where + "."
        : "? Nothing is nowhere.";
  }

  private static Optional<Broken> named(String word) {
    return Stream.of(Broken.values())
        .filter(b -> b.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static String healed(SandboxRegion region) {
    for (var broken : Broken.values()) {
      broken.healIn(region);
    }
    return "● Everything works again.";
  }

  private static String identity(boolean known, String cluster, String told) {
    return known ? told.formatted(cluster) : "? There is no cluster " + cluster + ".";
  }
}
