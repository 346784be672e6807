package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(cartographer\\.[^`]+)` \\| (?:`([^`]*)`|–) \\|", Pattern.MULTILINE);

  @Test
  void everyKeyIsDocumentedWithItsDefaultAndNoOther() throws IOException {
    var page = Files.readString(Path.of("../docs/configuration.md"));

    var documented =
        ROW.matcher(page)
            .results()
            .map(r -> r.group(1) + "=" + (r.group(2) == null ? "" : r.group(2)))
            .toList();

    var known =
        ConfigMappings.getProperties(ConfigClass.configClass(CartographerConfig.class))
            .entrySet()
            .stream()
            .filter(e -> !e.getKey().endsWith("[*]")) // an element of a list that has its own row
            .map(e -> e.getKey() + "=" + defaultOf(e.getValue()))
            .toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(known);
  }

  private static String defaultOf(Property property) {
    return property.hasDefaultValue() ? property.getDefaultValue() : "";
  }
}
