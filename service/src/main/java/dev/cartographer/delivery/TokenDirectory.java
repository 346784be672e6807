package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
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
  Held held() throws IOException {
    for (int look = 1; ; look++) {
      var version = version();
      if (version.isEmpty()) {
        return Files.exists(path.resolve(TOKEN), LinkOption.NOFOLLOW_LINKS)
            ? new Held.Unreadable("the token was not put there by Cartographer")
            : new Held.Absent();
      }
      try {
        return read(version.orElseThrow());
      } catch (NoSuchFileException e) {
        if (look == LOOKS || version.equals(version())) {
          return new Held.Unreadable("a file of the version that counts is missing");
        }
      }
    }
  }

  private Held read(Path version) throws IOException {
    if (!linked(TOKEN) || !linked(NOTE)) {
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
    var present = version();
    removeAllBut(present);
    var next = Files.createTempDirectory(path, VERSION + note.generation() + "-");
    try {
      Durable.directoryMode(next);
      Durable.write(next.resolve(TOKEN), token.reveal().getBytes(StandardCharsets.UTF_8));
      Durable.write(next.resolve(NOTE), JSON.writeValueAsBytes(members(note)));
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
    pickups().make();
    Durable.force(path);
  }

  /** What agents have put down beside the token. */
  PickupFile pickups() {
    return new PickupFile(path);
  }

  /** Whether there is a directory; not through a link. */
  boolean isThere() {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes away all that Cartographer put there, the token first, and the directories unless
   * somebody else has put something into them. Under the lock only.
   */
  void remove() throws IOException {
    for (var name : List.of(TOKEN, NOTE)) {
      if (linked(name)) {
        Files.delete(path.resolve(name));
      }
    }
    removeAllBut(Optional.empty());
    Files.deleteIfExists(path.resolve(DATA));
    pickups().remove();
    Files.deleteIfExists(path.resolve(DirectoryLock.FILE));
    removeIfEmpty(path);
    removeIfEmpty(cluster);
  }

  private static void removeIfEmpty(Path directory) throws IOException {
    try {
      Files.delete(directory);
    } catch (DirectoryNotEmptyException _) {
      // Somebody else's: it stays.
    }
  }

  private static JsonNode members(Note note) {
    return JSON.createObjectNode()
        .put("generation", note.generation())
        .put("issuedAt", note.issuedAt().toString())
        .put("expiresAt", note.expiresAt().toString())
        .put("fingerprint", note.fingerprint().hex());
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
