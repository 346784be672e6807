package dev.cartographer.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks at the notes beside the delivered tokens and remembers what it saw. */
final class NoteWatch {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SandboxRegion region;
  private final Clock clock;
  private final Map<Feed, BindingTrail> trails = new LinkedHashMap<>();

  NoteWatch(SandboxRegion region, Clock clock) {
    this.region = region;
    this.clock = clock;
    region.feeds().forEach(feed -> trails.put(feed, new BindingTrail()));
  }

  /** Looks at every binding once. */
  void look() {
    trails.forEach((feed, trail) -> read(feed).ifPresent(note -> see(feed, trail, note)));
  }

  private void see(Feed feed, BindingTrail trail, Note note) {
    var writer = region.service(feed.signal()).ledger().lastWriter(feed.cluster());
    trail.see(note, writer.equals(Optional.of(note.fingerprint())), clock.instant());
  }

  /** The note; empty before the first and while it can't be read. */
  private Optional<Note> read(Feed feed) {
    var file = feed.directory(region.files().delivered()).resolve("note.json");
    try {
      var json = JSON.readTree(Files.readString(file));
      return Optional.of(
          new Note(
              json.path("generation").asLong(),
              Instant.parse(json.path("issuedAt").asText()),
              Instant.parse(json.path("expiresAt").asText()),
              new Fingerprint(json.path("fingerprint").asText())));
    } catch (IOException | DateTimeException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  Collection<BindingTrail> trails() {
    return trails.values();
  }

  /** The bindings of which something is true. */
  List<Feed> which(Predicate<BindingTrail> condition) {
    return trails.entrySet().stream()
        .filter(entry -> condition.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The generation each binding holds now; 0 before the first. */
  Map<Feed, Long> generations() {
    var generations = new LinkedHashMap<Feed, Long>();
    trails.forEach((feed, trail) -> generations.put(feed, trail.generation()));
    return generations;
  }

  long delivered() {
    return trails.values().stream().mapToLong(BindingTrail::delivered).sum();
  }

  long rotations() {
    return trails.values().stream().mapToLong(BindingTrail::rotations).sum();
  }

  long expired() {
    return trails.values().stream().filter(BindingTrail::wasExpired).count();
  }

  /** When the first of the tokens that lie there now ends. */
  Optional<Instant> firstDark() {
    return trails.values().stream()
        .flatMap(trail -> trail.expiresAt().stream())
        .min(Instant::compareTo);
  }
}
