package dev.cartographer.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final List<Asset> ASSETS =
      List.of(new Asset("rules/a.yml", "one\n"), new Asset("b.json", "{}\n"));
  private static final List<Asset> LATER =
      List.of(new Asset("rules/a.yml", "two\n"), new Asset("b.json", "{}\n"));

  @TempDir private Path folder;

  @Test
  void filesAreWrittenIntoDirectoriesThatAreMade() throws Exception {
    var to = folder.resolve("deep/down");

    assertThat(new Export(to).write(ASSETS, false))
        .containsExactly(to.resolve("rules/a.yml"), to.resolve("b.json"));

    assertThat(to.resolve("rules/a.yml")).hasContent("one");
    assertThat(files(to))
        .containsExactlyInAnyOrder("rules/a.yml", "b.json", ".cartographer-assets");
  }

  @Test
  void whatIsThereAlreadyIsNotWrittenAgain() throws Exception {
    new Export(folder).write(ASSETS, false);

    assertThat(new Export(folder).write(ASSETS, false)).isEmpty();
  }

  @Test
  void itsOwnFilesAreReplaced() throws Exception {
    new Export(folder).write(ASSETS, false);

    assertThat(new Export(folder).write(LATER, false))
        .containsExactly(folder.resolve("rules/a.yml"));
    assertThat(folder.resolve("rules/a.yml")).hasContent("two");
  }

  @Test
  void aFileThatWasThereBeforeStaysAndNothingIsWritten() throws IOException {
    Files.writeString(folder.resolve("b.json"), "mine");

    assertThatThrownBy(() -> new Export(folder).write(ASSETS, false))
        .isInstanceOfSatisfying(
            Export.Refused.class,
            refused -> assertThat(refused.files()).containsExactly(folder.resolve("b.json")));
    assertThat(files(folder)).containsExactly("b.json");
    assertThat(folder.resolve("b.json")).hasContent("mine");
  }

  @Test
  void aFileThatSomebodyEditedStays() throws Exception {
    new Export(folder).write(ASSETS, false);
    Files.writeString(folder.resolve("rules/a.yml"), "edited");

    assertThatThrownBy(() -> new Export(folder).write(LATER, false))
        .isInstanceOf(Export.Refused.class);
    assertThat(folder.resolve("rules/a.yml")).hasContent("edited");
  }

  @Test
  void forceWritesOverIt() throws Exception {
    Files.writeString(folder.resolve("b.json"), "mine");

    new Export(folder).write(ASSETS, true);

    assertThat(folder.resolve("b.json")).hasContent("{}");
  }

  private static List<String> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }
}
