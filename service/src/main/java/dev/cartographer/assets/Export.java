package dev.cartographer.assets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes assets to a directory, and never over what it did not write itself: a file that was there
 * before, or that somebody has edited since.
 *
 * <p>It knows its own by their digests, which it keeps beside them in {@value #WRITTEN}, in the
 * format of {@code sha256sum}.
 */
public final class Export {
  static final String WRITTEN = ".cartographer-assets";

  private final Path directory;

  public Export(Path directory) {
    this.directory = directory;
  }

  /** Files that are not ours stand in the way; nothing was written. */
  public static final class Refused extends Exception {
    private final transient List<Path> files;

    Refused(List<Path> files) {
      super(files.size() + " files were not written by an export");
      this.files = files;
    }

    public List<Path> files() {
      return files;
    }
  }

  /**
   * Writes all of them, or none.
   *
   * @param force writes over what stands in the way too
   * @return the files that were written; those that are as they should be are not
   * @throws Refused when something stands in the way
   * @throws IOException when the directory can't be read or written
   */
  public List<Path> write(List<Asset> assets, boolean force) throws IOException, Refused {
    var digests = digests();
    var changed = new ArrayList<Asset>();
    var foreign = new ArrayList<Path>();
    for (var asset : assets) {
      var there = digestOf(asset);
      if (!there.equals(digest(asset.text().getBytes(UTF_8)))) {
        changed.add(asset);
        if (!there.isEmpty() && !there.equals(digests.get(asset.path()))) {
          foreign.add(file(asset));
        }
      }
      digests.put(asset.path(), digest(asset.text().getBytes(UTF_8)));
    }
    if (!foreign.isEmpty() && !force) {
      throw new Refused(foreign);
    }
    for (var asset : changed) {
      replace(file(asset), asset.text());
    }
    replace(directory.resolve(WRITTEN), told(digests));
    return changed.stream().map(this::file).toList();
  }

  private Path file(Asset asset) {
    return directory.resolve(asset.path());
  }

  /** Empty when there is no such file. */
  private String digestOf(Asset asset) throws IOException {
    try {
      return digest(Files.readAllBytes(file(asset)));
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /** By path, as the last export left them. */
  private Map<String, String> digests() throws IOException {
    var file = directory.resolve(WRITTEN);
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.split("  ", 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (a, _) -> a, TreeMap::new));
  }

  private static String told(Map<String, String> digests) {
    return digests.entrySet().stream()
        .map(e -> e.getValue() + "  " + e.getKey() + "\n")
        .collect(Collectors.joining());
  }

  private static void replace(Path file, String text) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
