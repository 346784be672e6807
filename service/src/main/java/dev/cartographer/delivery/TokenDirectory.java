package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * One binding's directory, laid out as Kubernetes lays out a mounted Secret: {@code token} and
 * {@code note.json} are links through {@code ..data}, a link to the version that counts.
 *
 * <p>A new version is written whole and forced to disk; then {@code ..data} is replaced by rename.
 * So token and note change in one step, and a reader finds the old pair or the new one. The version
 * before stays until the next delivery, for a reader that is just opening it.
 */
final class TokenDirectory {
  private static final String DATA = "..data";
  private static final String VERSION = "..gen-";
  private static final String TOKEN = "token";
  private static final String NOTE = "note.json";
  private static final String PREVIOUS = "previous";
  private static final long LONGEST_FILE = 1024 * 1024;
  private static final int LOOKS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path cluster;
  private final Path path;

  /**
   * A directory that need not be there yet.
   *
   * @param cluster the cluster's own directory, below the root
   */
  TokenDirectory(Path cluster, Signal signal) {
    this.cluster = cluster;
    this.path = cluster.resolve(signal.word());
  }

  Path path() {
    return path;
  }

  /** Makes the directory and its parent, where they are not there; the root must be. */
  void make() throws IOException {
    for (var directory : List.of(cluster, path)) {
      try {
        Files.createDirectory(directory);
        Durable.directoryMode(directory);
      } catch (FileAlreadyExistsException e) {
        // Not through a link: nobody but the operator, who owns the root, says where tokens go.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
          throw new FileSystemException(directory.toString(), null, "Not a directory");
        }
      }
    }
  }

  /** What is there now. May be asked without the lock. */
  There there() throws IOException {
    for (int look = 1; ; look++) {
      var version = version();
      if (version.isEmpty()) {
        return Files.exists(path.resolve(TOKEN), LinkOption.NOFOLLOW_LINKS)
            ? There.unreadable("the token was not put there by Cartographer")
            : There.NOTHING;
      }
      try {
        return read(version.orElseThrow());
      } catch (NoSuchFileException e) {
        if (look == LOOKS || version.equals(version())) {
          return There.unreadable("a file of the version that counts is missing");
        }
      }
    }
  }

  private There read(Path version) throws IOException {
    if (!linked(TOKEN) || !linked(NOTE)) {
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
    var present = version();
    removeAllBut(present);
    var next = Files.createTempDirectory(path, VERSION + note.generation() + "-");
    try {
      Durable.directoryMode(next);
      Durable.write(next.resolve(TOKEN), bytes(token));
      Durable.write(next.resolve(NOTE), JSON.writeValueAsBytes(members(note, replaced)));
      if (replaced.isPresent()) {
        Durable.write(next.resolve(PREVIOUS), bytes(replaced.get().text()));
      }
      Durable.force(next);
      Durable.force(path);
      link(DATA, next.getFileName());
    } catch (IOException | RuntimeException e) {
      Durable.removeQuietly(next);
      throw e;
    }
    for (var name : List.of(TOKEN, NOTE)) {
      if (!linked(name)) {
        link(name, Path.of(DATA, name));
      }
    }
    Durable.force(path);
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

  /** The version that counts, by the link alone; it may be gone. */
  private Optional<Path> version() throws IOException {
    var link = path.resolve(DATA);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    var name = Files.readSymbolicLink(link);
    return name.getNameCount() == 1 && name.toString().startsWith(VERSION)
        ? Optional.of(path.resolve(name))
        : Optional.empty();
  }

  private boolean linked(String name) throws IOException {
    var link = path.resolve(name);
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(Path.of(DATA, name));
  }

  /** Puts a link in the place of whatever has the name, in one step. */
  private void link(String name, Path target) throws IOException {
    var fresh = path.resolve("..new-" + name);
    Files.deleteIfExists(fresh);
    try {
      Files.createSymbolicLink(fresh, target);
    } catch (UnsupportedOperationException e) {
      throw new FileSystemException(fresh.toString(), null, "The file system knows no links");
    }
    Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Old versions, and what a crash has left. */
  private void removeAllBut(Optional<Path> present) throws IOException {
    try (var entries = Files.newDirectoryStream(path, "..*")) {
      for (var entry : entries) {
        if (!entry.endsWith(DATA) && !Optional.of(entry).equals(present)) {
          Durable.remove(entry);
        }
      }
    }
  }
}
