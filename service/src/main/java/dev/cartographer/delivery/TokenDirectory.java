package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * One binding's directory with {@code token} and {@code note.json}, which change in one step: a
 * reader finds the old pair or the new one.
 */
final class TokenDirectory {
  private static final String TOKEN = "token";
  private static final String NOTE = "note.json";
  private static final String PREVIOUS = "previous";
  private static final String PICKED_UP = "picked-up";
  private static final int LONGEST_REPORT = 200;
  private static final long LONGEST_FILE = 1024 * 1024;
  private static final int LOOKS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final VersionedDirectory directory;

  /**
   * A directory that need not be there yet.
   *
   * @param cluster the cluster's own directory, below the root
   */
  TokenDirectory(Path cluster, Signal signal) {
    this.directory = new VersionedDirectory(cluster, signal.word());
  }

  Path path() {
    return directory.path();
  }

  /** Makes the directory and its parent, where they are not there; the root must be. */
  void make() throws IOException {
    directory.make();
  }

  /** Whether there is a directory; not through a link. */
  boolean isThere() {
    return directory.isThere();
  }

  /** What is there now. May be asked without the lock. */
  There there() throws IOException {
    for (int look = 1; ; look++) {
      var version = directory.version();
      if (version.isEmpty()) {
        return Files.exists(path().resolve(TOKEN), LinkOption.NOFOLLOW_LINKS)
            ? There.unreadable("the token was not put there by Cartographer")
            : There.NOTHING;
      }
      try {
        return read(version.orElseThrow());
      } catch (NoSuchFileException e) {
        if (look == LOOKS || version.equals(directory.version())) {
          return There.unreadable("a file of the version that counts is missing");
        }
      }
    }
  }

  private There read(Path version) throws IOException {
    if (!directory.linked(TOKEN) || !directory.linked(NOTE)) {
      return There.unreadable("the links to token and note are not those of Cartographer");
    }
    for (var file : List.of(TOKEN, NOTE)) {
      if (Files.size(version.resolve(file)) > LONGEST_FILE) {
        return There.unreadable("token or note is longer than 1 MiB");
      }
    }
    var note = noteIn(Files.readAllBytes(version.resolve(NOTE)));
    return There.of(
        new NoteText(
            text(note, "generation"),
            text(note, "issuedAt"),
            text(note, "expiresAt"),
            text(note, "fingerprint")),
        textOf(version.resolve(TOKEN)),
        replaced(version.resolve(PREVIOUS), note.path(PREVIOUS)));
  }

  /** What is kept can't make the token beside it unreadable. */
  private static Optional<Replaced> replaced(Path file, JsonNode note) throws IOException {
    return note.isObject() && Files.exists(file) && Files.size(file) <= LONGEST_FILE
        ? ReplacedText.in(note, textOf(file))
        : Optional.empty();
  }

  /** Not readString: bytes that are no UTF-8 make a token that doesn't match, not an error. */
  private static SecretText textOf(Path file) throws IOException {
    return new SecretText(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  private static JsonNode noteIn(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      return JSON.createObjectNode().put("generation", "no JSON");
    }
  }

  private static String text(JsonNode note, String member) {
    return note.path(member).asText();
  }

  /** Writes the pair and switches to it. Under the lock only. */
  void put(SecretText token, Note note, Optional<Replaced> replaced) throws IOException {
    var files = new HashMap<String, byte[]>();
    files.put(TOKEN, bytes(token));
    files.put(NOTE, JSON.writeValueAsBytes(members(note, replaced)));
    replaced.ifPresent(old -> files.put(PREVIOUS, bytes(old.text())));
    Durable.forGroup(path().resolve(PICKED_UP));
    directory.put(Long.toString(note.generation()), files);
  }

  /**
   * When agents say to have taken up the token of this note; empty when they don't. What they write
   * is believed only about this very token.
   */
  Optional<Instant> pickedUp(Note note) throws IOException {
    var file = path().resolve(PICKED_UP);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > LONGEST_REPORT) {
      return Optional.empty();
    }
    var words =
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip().split("\\s+", -1);
    var ours =
        words.length == 3
            && words[0].equals(Long.toString(note.generation()))
            && words[1].equals(note.fingerprint().hex());
    return ours ? instant(words[2]).filter(at -> !at.isBefore(note.issuedAt())) : Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(SecretText text) {
    return text.reveal().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode members(Note note, Optional<Replaced> replaced) {
    var members =
        JSON.createObjectNode()
            .put("generation", note.generation())
            .put("issuedAt", note.issuedAt().toString())
            .put("expiresAt", note.expiresAt().toString())
            .put("fingerprint", note.fingerprint().hex());
    replaced.ifPresent(old -> members.set(PREVIOUS, ReplacedText.of(old)));
    return members;
  }

  /** Takes the pair away. Under the lock only. */
  void remove() throws IOException {
    Files.deleteIfExists(path().resolve(PICKED_UP));
    directory.remove();
  }
}
