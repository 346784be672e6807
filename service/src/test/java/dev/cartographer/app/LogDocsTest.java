package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.app.LogLine.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogDocsTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);

  @Test
  void everyFieldIsDocumentedAndNoOther() throws IOException {
    var page = Files.readString(Path.of("../docs/logs.md"));

    var documented = ROW.matcher(page).results().map(r -> r.group(1)).toList();

    assertThat(documented)
        .containsExactlyElementsOf(Arrays.stream(Field.values()).map(Field::word).toList());
  }
}
