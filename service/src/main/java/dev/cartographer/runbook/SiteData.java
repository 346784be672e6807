package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The data of the runbook's site, as Jekyll reads its {@code _data} directory: one file for each
 * name, {@code monitoring.yml} becomes {@code site.data.monitoring}.
 *
 * @param files what each file holds, by its name without the ending
 */
public record SiteData(Map<String, Object> files) {
  private static final Pattern FILE = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)\\.ya?ml");

  /**
   * Reads a directory; what is no YAML file in it is left alone.
   *
   * @throws RunbookRefused when the directory or a file of it can't be read
   */
  public static SiteData in(Path directory) {
    var files = new LinkedHashMap<String, Object>();
    for (var path : listed(directory)) {
      var name = FILE.matcher(String.valueOf(path.getFileName()));
      if (name.matches() && files.put(name.group(1), read(path)) != null) {
        throw unreadable(path, "there is a second file for " + name.group(1) + "; keep one");
      }
    }
    return new SiteData(files);
  }

  private static List<Path> listed(Path directory) {
    try (var paths = Files.list(directory)) {
      return paths.sorted().toList();
    } catch (IOException e) {
      throw unreadable(directory, "the directory can't be read: " + e.getMessage());
    }
  }

  private static Map<String, Object> read(Path path) {
    try {
      return YamlText.map(path.toString(), Files.readString(path), 1);
    } catch (IOException e) {
      throw unreadable(path, "the file can't be read: " + e.getMessage());
    }
  }

  private static RunbookRefused unreadable(Path path, String why) {
    return new RunbookRefused(path.toString(), new Place(1, 1), why);
  }
}
