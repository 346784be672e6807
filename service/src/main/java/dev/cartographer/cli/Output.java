package dev.cartographer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.view.Json;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Option;

/** The option {@code -o}, and printing in the formats for machines. */
final class Output {
  private static final ObjectMapper JSON = Json.mapper();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "One of table, wide, json, yaml, name; default ${DEFAULT-VALUE}.",
      defaultValue = "table")
  private Format format = Format.TABLE;

  Format format() {
    return format;
  }

  static String json(Object view) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a view can't be written as JSON", e);
    }
  }

  static String yaml(Object view) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    var tree = JSON.convertValue(view, new TypeReference<Map<String, Object>>() {});
    return new Dump(settings).dumpToString(tree).stripTrailing();
  }
}
