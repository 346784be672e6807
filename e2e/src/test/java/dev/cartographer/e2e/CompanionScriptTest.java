package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CompanionScriptTest {

  @Test
  void shellCheckHasNothingToSayAboutTheCompanion() throws IOException, InterruptedException {
    var shellcheck =
        switch (Part.named("shellcheck")) {
          case Part.Found(var path) -> path;
          case Part.Missing missing -> throw Skipping.because(missing.sentence());
        };
    var script = Repository.file("service/src/main/resources/agents/companion.sh");

    var process =
        new ProcessBuilder(shellcheck.toString(), "--shell=sh", script.toString())
            .redirectErrorStream(true)
            .start();

    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
