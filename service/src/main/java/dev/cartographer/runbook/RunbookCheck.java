package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import dev.cartographer.runbook.RunbookRefused.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what would fail whoever follows a runbook at 3 a.m.: gaps, and links that lead nowhere. */
public final class RunbookCheck {
  /** An inline link of Markdown: its words, and where it leads. */
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)]\\(([^()\\s]*)\\)");

  private static final Set<String> SCHEMES = Set.of("https", "http", "mailto");

  private RunbookCheck() {}

  /** Everything that is wrong with a page and its data; empty when nothing is. */
  public static List<Problem> of(RunbookPage page, SiteData data) {
    var problems = new ArrayList<Problem>();
    for (var name : List.of("title", "link")) {
      if (page.text(name).isEmpty()) {
        problems.add(new Problem(page.file(), new Place(1, 1), "the front matter has no " + name));
      }
    }
    if (page.text("link").isPresent() && page.link().isEmpty()) {
      problems.add(
          new Problem(page.file(), new Place(1, 1), "link must be a path that begins with /"));
    }
    var filled = page.filled(data);
    problems.addAll(filled.missing());
    problems.addAll(filled.blank());
    if (problems.isEmpty()) {
      problems.addAll(links(page.file(), filled.text()));
    }
    return problems;
  }

  private static List<Problem> links(String file, String rendered) {
    var problems = new ArrayList<Problem>();
    var lines = rendered.split("\n", -1);
    for (var i = 0; i < lines.length; i++) {
      var link = LINK.matcher(lines[i]);
      while (link.find()) {
        var place = new Place(i + 1, link.start() + 1);
        wrong(link.group(1), link.group(2))
            .ifPresent(why -> problems.add(new Problem(file + " (rendered)", place, why)));
      }
    }
    return problems;
  }

  private static Optional<String> wrong(String words, String target) {
    if (words.isBlank()) {
      return Optional.of("this link has no words: [](" + target + ")");
    }
    if (target.isBlank()) {
      return Optional.of("this link leads nowhere: [" + words + "]()");
    }
    return leads(target)
        ? Optional.empty()
        : Optional.of(
            "["
                + words
                + "] leads to "
                + target
                + ", which is no web address, mail address or path");
  }

  private static boolean leads(String target) {
    try {
      var uri = new URI(target);
      return uri.isAbsolute()
          ? SCHEMES.contains(uri.getScheme())
          : target.startsWith("/") || target.startsWith("#") || target.startsWith(".");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
