package dev.cartographer.cli;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cartographer.view.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** The options that say how data is printed, and the printing of it for machines. */
final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES} (default: table).")
  private Format format = Format.TABLE;

  @Option(names = "--no-color", description = "No colour, even on a terminal.")
  private boolean noColour;

  Format format() {
    return format;
  }

  boolean colour(Session session) {
    return session.colour() && !noColour;
  }

  /**
   * Prints a value as JSON, YAML or name.
   *
   * @return false when it is to be printed for a person
   */
  boolean printed(Session session, Object value, String name) {
    switch (format) {
      case TABLE, WIDE -> {
        return false;
      }
      case JSON -> session.out().println(json(value));
      case YAML -> session.out().print(yaml(value));
      case NAME -> session.out().println(Plain.text(name));
    }
    return true;
  }

  /** A list as one object with the member {@code items}, as the API gives it. */
  boolean printed(Session session, List<?> items, List<String> names) {
    if (format == Format.NAME) {
      names.forEach(name -> session.out().println(Plain.text(name)));
      return true;
    }
    return printed(session, Map.of("items", items), "");
  }

  /** JSON in ASCII: what is foreign in it can do nothing to a terminal. */
  private static String json(Object value) {
    try {
      return writer().writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectWriter writer() {
    return Json.mapper().writerWithDefaultPrettyPrinter().with(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  private static String yaml(Object value) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setUseUnicodeEncoding(false)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Dump(settings).dumpToString(Json.mapper().convertValue(value, Map.class));
  }
}
