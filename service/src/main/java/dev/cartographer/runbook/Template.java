package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import dev.cartographer.runbook.RunbookRefused.Problem;
import dev.cartographer.runbook.VariablePath.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with gaps in it, of Liquid no more than runbooks need: <code>{{ path }}</code> and <code>
 * {% capture name %} … {% endcapture %}</code>.
 *
 * <p>Liquid renders what is missing as nothing, and a runbook with an empty link is found out at 3
 * a.m. Here everything missing, and everything else of Liquid, is refused with its place.
 */
public final class Template {
  private final String file;
  private final List<Part> parts;

  /** A piece of a template. */
  sealed interface Part {
    record Text(String text) implements Part {}

    record Output(VariablePath path, Place place) implements Part {}

    /** Renders its parts into a variable instead of into the text. */
    record Capture(String name, List<Part> parts) implements Part {}
  }

  private Template(String file, List<Part> parts) {
    this.file = file;
    this.parts = parts;
  }

  /**
   * Reads a template.
   *
   * @param file how to name it when something is wrong with it
   * @param firstLine the line of the file that the text begins with, counted from 1
   * @throws RunbookRefused when it holds what is not taken here
   */
  public static Template parse(String file, String text, int firstLine) {
    return new Template(file, new TemplateParser(file, text, firstLine).parse());
  }

  /**
   * Fills in the gaps.
   *
   * @param data texts and maps of them, by name
   */
  Filled fill(Map<String, ?> data) {
    var filling = new Filling(data);
    var text = filling.fill(parts);
    return new Filled(text, filling.missing, filling.blank);
  }

  private final class Filling {
    private final Map<String, Object> variables;
    private final List<Problem> missing = new ArrayList<>();
    private final List<Problem> blank = new ArrayList<>();

    Filling(Map<String, ?> data) {
      this.variables = new HashMap<>(data);
    }

    String fill(List<Part> parts) {
      var filled = new StringBuilder();
      for (var part : parts) {
        switch (part) {
          case Part.Text(var text) -> filled.append(text);
          case Part.Output(var path, var place) -> filled.append(shown(path, place));
          case Part.Capture(var name, var inner) -> variables.put(name, fill(inner));
        }
      }
      return filled.toString();
    }

    private String shown(VariablePath path, Place place) {
      return switch (path.in(variables)) {
        case Value.Found(var text) -> {
          if (text.isBlank()) {
            blank.add(problem(path, place, "it is there, but empty"));
          }
          yield text;
        }
        case Value.Missing(var why) -> {
          missing.add(problem(path, place, why));
          yield "";
        }
      };
    }

    private Problem problem(VariablePath path, Place place, String why) {
      return new Problem(file, place, "{{ " + path.text() + " }}: " + why);
    }
  }
}
