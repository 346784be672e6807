package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A witness to every version of every token Secret: a watch of the API server, which skips none.
 *
 * <p>What must never be is kept as a complaint: a token that was held longer than it lived or came
 * expired, a generation lower than the one before, a token exchanged without a new generation, an
 * empty token, a Secret deleted.
 */
final class SecretWatch implements AutoCloseable {
  private final Set<String> namespaces;
  private final InputStream events;
  private final Thread reader;
  private final Map<String, List<HeldSecret>> versions = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private volatile boolean over;

  /** Looks at these namespaces from now on, and first of all at what they hold now. */
  SecretWatch(KubernetesApi kubernetes, Collection<String> namespaces) {
    this.namespaces = Set.copyOf(namespaces);
    events = kubernetes.watchSecrets();
    reader = Thread.ofVirtual().name("secret watch").start(this::read);
  }

  /** The versions that had a token of their own, oldest first. */
  synchronized List<HeldSecret> versionsOf(String place) {
    return List.copyOf(versions.getOrDefault(place, List.of()));
  }

  /** How often the token there was replaced by another. */
  int rotationsOf(String place) {
    return Math.max(0, versionsOf(place).size() - 1);
  }

  /** What must never be and was, up to now. */
  synchronized List<String> complaints() {
    var all = new ArrayList<>(complaints);
    versions.values().forEach(of -> complainIfEnded(of.getLast(), Instant.now(), all));
    return all;
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        see(Http.json(line), Instant.now());
      }
      end("the watch ended");
    } catch (IOException e) {
      end("the watch broke: " + e);
    }
  }

  /** A witness that looked away must not vouch for anything. */
  private synchronized void end(String why) {
    if (!over) {
      complaints.add(why);
    }
  }

  private synchronized void see(JsonNode event, Instant now) {
    var secret = event.path("object");
    if (!namespaces.contains(secret.at("/metadata/namespace").asText())
        || !secret.at("/metadata/name").asText().startsWith("cartographer-")) {
      return;
    }
    var held = HeldSecret.of(secret);
    if (event.path("type").asText().equals("DELETED")) {
      complaints.add(held.place() + " was deleted");
    } else if (held.token().isEmpty()) {
      complaints.add(held.place() + " held no token");
    } else {
      add(held, versions.computeIfAbsent(held.place(), _ -> new ArrayList<>()), now);
    }
  }

  private void add(HeldSecret held, List<HeldSecret> before, Instant now) {
    complainIfEnded(held, now, complaints);
    if (before.isEmpty()) {
      before.add(held);
      return;
    }
    var last = before.getLast();
    complainIfEnded(last, now, complaints);
    if (held.generation() < last.generation()) {
      complaints.add(
          "%s went from generation %d to %d"
              .formatted(held.place(), last.generation(), held.generation()));
    }
    if (!held.token().equals(last.token())) {
      if (held.generation() == last.generation()) {
        complaints.add(held.place() + " changed its token in generation " + held.generation());
      }
      before.add(held);
    }
  }

  private static void complainIfEnded(HeldSecret held, Instant now, List<String> complaints) {
    if (!now.isBefore(held.endsAt())) {
      complaints.add(
          "%s held generation %d at %s, which ended at %s"
              .formatted(held.place(), held.generation(), now, held.endsAt()));
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      events.close();
      reader.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the watch ended", e);
    }
  }
}
