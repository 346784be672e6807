package dev.cartographer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorDocsTest {
  private static final Pattern HEADING = Pattern.compile("^### (CTG-\\d{4}) ", Pattern.MULTILINE);
  private static final Stream<String> OF_THE_API =
      Stream.of(
          "CTG-4000",
          "CTG-4001",
          "CTG-4003",
          "CTG-4004",
          "CTG-4009",
          "CTG-2108",
          "CTG-4022",
          "CTG-4029",
          "CTG-5003");

  @Test
  void everyCodeHasItsHeadingAndNoOther() throws IOException {
    var page = Files.readString(Path.of("../docs/errors.md"));

    var documented = HEADING.matcher(page).results().map(r -> r.group(1)).toList();

    var codes = Stream.concat(Arrays.stream(FaultKind.values()).map(FaultKind::code), OF_THE_API);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(codes.toList());
  }
}
