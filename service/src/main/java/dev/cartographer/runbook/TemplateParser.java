package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import dev.cartographer.runbook.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the text of a template, from left to right. */
final class TemplateParser {
  private static final Pattern OPENS = Pattern.compile("\\{[{%]");
  private static final Pattern CAPTURE =
      Pattern.compile("capture\\s+([\"']?)(?<name>[A-Za-z_][A-Za-z0-9_-]*)\\1");
  private static final String END = "endcapture";

  private final String file;
  private final String text;
  private final int firstLine;
  private int at;

  TemplateParser(String file, String text, int firstLine) {
    this.file = file;
    this.text = text;
    this.firstLine = firstLine;
  }

  List<Part> parse() {
    var parts = parts(-1);
    if (at < text.length()) {
      throw refused(at, "{% endcapture %} ends nothing: there is no {% capture %} before it");
    }
    return parts;
  }

  /**
   * Up to the end of the text, or to the end of the capture that began at an index; below zero
   * outside of any. Leaves {@code at} before an end that belongs to nobody.
   */
  private List<Part> parts(int captureAt) {
    var parts = new ArrayList<Part>();
    var opens = OPENS.matcher(text);
    while (opens.find(at)) {
      if (opens.start() > at) {
        parts.add(new Part.Text(text.substring(at, opens.start())));
      }
      at = opens.start();
      if (text.charAt(at + 1) == '{') {
        parts.add(output());
      } else if (inside("%}").equals(END)) {
        return ended(parts, captureAt);
      } else {
        parts.add(capture());
      }
    }
    if (captureAt >= 0) {
      throw refused(captureAt, "this {% capture %} has no {% endcapture %}");
    }
    if (at < text.length()) {
      parts.add(new Part.Text(text.substring(at)));
      at = text.length();
    }
    return parts;
  }

  private List<Part> ended(List<Part> parts, int captureAt) {
    if (captureAt >= 0) {
      at = text.indexOf("%}", at) + 2;
    }
    return parts;
  }

  private Part output() {
    var from = at;
    var inside = inside("}}");
    var path =
        VariablePath.parse(inside)
            .orElseThrow(() ->
                refused(
                    from,
                    "{{ "
                        + inside
                        + " }} is no path of names; filters and operators are not taken here"));
    at = text.indexOf("}}", from) + 2;
    return new Part.Output(path, place(from));
  }

  private Part capture() {
    var from = at;
    var inside = inside("%}");
    var tag = CAPTURE.matcher(inside);
    if (!tag.matches()) {
      throw refused(from, "{% " + inside + " %} is not taken here: of tags only capture is");
    }
    at = text.indexOf("%}", from) + 2;
    return new Part.Capture(tag.group("name"), parts(from));
  }

  /** What stands between the braces that open here and their end. */
  private String inside(String end) {
    var ends = text.indexOf(end, at + 2);
    if (ends < 0) {
      throw refused(at, text.substring(at, at + 2) + " is not closed by " + end);
    }
    return text.substring(at + 2, ends).strip();
  }

  private RunbookRefused refused(int index, String message) {
    return new RunbookRefused(file, place(index), message);
  }

  private Place place(int index) {
    var before = text.substring(0, index);
    var line = (int) before.chars().filter(c -> c == '\n').count();
    return new Place(firstLine + line, index - (before.lastIndexOf('\n') + 1) + 1);
  }
}
