package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One runbook as it is written: front matter, as Jekyll has it, and a body with gaps.
 *
 * @param file how to name it when something is wrong with it
 * @param front what the front matter says, by name; texts, lists and maps
 */
public record RunbookPage(String file, Map<String, Object> front, Template body) {
  /**
   * As Jekyll finds it, who takes the blank lines behind it for a part of it ({@code
   * Jekyll::Document::YAML_FRONT_MATTER_REGEXP}).
   */
  private static final Pattern FRONT =
      Pattern.compile(
          "\\A---\\s*\\n(?<yaml>.*?\\n?)^(?:---|\\.\\.\\.)\\s*$\\n?",
          Pattern.DOTALL | Pattern.MULTILINE | Pattern.UNIX_LINES);

  /**
   * Reads a runbook.
   *
   * @throws RunbookRefused when the front matter is no YAML, or the body holds what is not taken
   */
  public static RunbookPage parse(String file, String text) {
    var front = FRONT.matcher(text);
    if (!front.find()) {
      throw new RunbookRefused(
          file, new Place(1, 1), "a runbook begins with front matter, between two lines of ---");
    }
    var linesBefore = (int) front.group().lines().count();
    return new RunbookPage(
        file,
        YamlText.map(file, front.group("yaml"), 2),
        Template.parse(file, text.substring(front.end()), linesBefore + 1));
  }

  /** Where the page is served: the front matter's {@code link}, a path from the root. */
  public Optional<String> link() {
    return text("link").filter(link -> link.startsWith("/"));
  }

  /** What the front matter says under a name, when that is a text and not blank. */
  public Optional<String> text(String name) {
    return front.get(name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The body with its gaps filled in from the site's data and the page's own front matter. */
  public Filled filled(SiteData data) {
    return body.fill(Map.of("site", Map.of("data", data.files()), "page", front));
  }
}
