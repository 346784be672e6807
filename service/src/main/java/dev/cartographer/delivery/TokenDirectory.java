package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One binding's directory with {@code token} and {@code note.json}, which change in one step: a
 * reader finds the old pair or the new one.
 */
final class TokenDirectory {
  private static final String TOKEN = "token";
  private static final String NOTE = "note.json";
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
  Held held() throws IOException {
    for (int look = 1; ; look++) {
      var version = directory.version();
      if (version.isEmpty()) {
        return Files.exists(path().resolve(TOKEN), LinkOption.NOFOLLOW_LINKS)
            ? new Held.Unreadable("the token was not put there by Cartographer")
            : new Held.Absent();
      }
      try {
        return read(version.orElseThrow());
      } catch (NoSuchFileException e) {
        if (look == LOOKS || version.equals(directory.version())) {
          return new Held.Unreadable("a file of the version that counts is missing");
        }
      }
    }
  }

  private Held read(Path version) throws IOException {
    if (!directory.linked(TOKEN) || !directory.linked(NOTE)) {
      return new Held.Unreadable("the links to token and note are not those of Cartographer");
    }
    var token = version.resolve(TOKEN);
    var note = version.resolve(NOTE);
    if (Files.size(token) > LONGEST_FILE || Files.size(note) > LONGEST_FILE) {
      return new Held.Unreadable("token or note is longer than 1 MiB");
    }
    // Not readString: bytes that are no UTF-8 make a token that doesn't match, not an error.
    var text = new SecretText(new String(Files.readAllBytes(token), StandardCharsets.UTF_8));
    return noteIn(Files.readAllBytes(note)).vouchingFor(text);
  }

  private static NoteText noteIn(byte[] json) {
    try {
      var note = JSON.readTree(json);
      return new NoteText(
          text(note, "generation"),
          text(note, "issuedAt"),
          text(note, "expiresAt"),
          text(note, "fingerprint"));
    } catch (IOException e) {
      return new NoteText("no JSON", "", "", "");
    }
  }

  private static String text(JsonNode note, String member) {
    return note.path(member).asText();
  }

  /** Writes the pair and switches to it. Under the lock only. */
  void put(SecretText token, Note note) throws IOException {
    directory.put(
        Long.toString(note.generation()),
        Map.of(
            TOKEN, token.reveal().getBytes(StandardCharsets.UTF_8),
            NOTE, NoteText.of(note).json().getBytes(StandardCharsets.UTF_8)));
  }

  /** Takes the pair away. Under the lock only. */
  void remove() throws IOException {
    directory.remove();
  }
}
