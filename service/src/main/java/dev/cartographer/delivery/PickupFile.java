package dev.cartographer.delivery;

import dev.cartographer.token.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The file {@code picked-up} beside a token, made by us for the agents' group to write: generation,
 * fingerprint and instant of what they use.
 */
record PickupFile(Path directory) {
  private static final int LONGEST = 200;

  private Path path() {
    return directory.resolve("picked-up");
  }

  /** Makes it, empty, unless it is there. */
  void make() throws IOException {
    Durable.forGroup(path());
  }

  void remove() throws IOException {
    Files.deleteIfExists(path());
  }

  /**
   * When agents say to have taken up the token of this note; empty when they don't. What they write
   * is believed only about this very token.
   */
  Optional<Instant> taken(Note note) throws IOException {
    if (!Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS) || Files.size(path()) > LONGEST) {
      return Optional.empty();
    }
    var text = new String(Files.readAllBytes(path()), StandardCharsets.UTF_8);
    var words = text.strip().split("\\s+", -1);
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
}
