package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
  @TempDir private Path folder;

  @Test
  void anExportSaysWhatItWroteAndThatItsLinksLeadNowhereYet() {
    var ran = export();

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .containsExactly(
            folder + "/alertmanager/cartographer-route.example.yml",
            folder + "/grafana/dashboards/armada-ice.json",
            folder + "/grafana/provisioning/dashboards/cartographer.yaml",
            folder + "/kubernetes/prometheusrule.yaml",
            folder + "/kubernetes/servicemonitor.yaml",
            folder + "/prometheus/cartographer.rules.yml",
            folder + "/prometheus/tests/cartographer-itself.test.yml",
            folder + "/prometheus/tests/token-exchanges.test.yml");
    assertThat(ran.err())
        .isEqualTo(
            """
            8 files written.
            Links lead to example addresses · Name yours: --runbook-url, --dashboard-url, --console-url, --docs-url
            Next: promtool test rules %s/prometheus/tests/*.test.yml
            """
                .formatted(folder));
    assertThat(export().out()).isEmpty();
  }

  @Test
  void aSiteThatNamesItsAddressesIsNotTold() throws IOException {
    var ran =
        export(
            "--runbook-url",
            "https://runbooks.acme.test/x",
            "--dashboard-url",
            "https://grafana.acme.test/d/armada-ice",
            "--console-url",
            "https://cartographer.acme.test/",
            "--docs-url",
            "https://docs.acme.test",
            "--first-dark",
            "5");

    assertThat(ran.err()).doesNotContain("example");
    assertThat(Files.readString(folder.resolve("prometheus/cartographer.rules.yml")))
        .contains("\"https://cartographer.acme.test/incidents\"", "_seconds) < 300")
        .doesNotContain(".example");
  }

  @Test
  void anEditedFileIsNotWrittenOver() throws IOException {
    export();
    var rules = folder.resolve("prometheus/cartographer.rules.yml");
    Files.writeString(rules, "groups: []\n");

    assertThat(export())
        .isEqualTo(
            new Ran(
                6,
                "",
                """
                %s was not written by an export, or was edited since.
                Nothing was written · Export to another directory, or use --force
                """
                    .formatted(rules)));
    assertThat(rules).hasContent("groups: []");
    assertThat(export("--force").out()).isEqualTo(rules + "\n");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    assertThat(export("--console-url", "cartographer.acme.test"))
        .isEqualTo(
            new Ran(
                2,
                "",
                "\"cartographer.acme.test\" is not an http or https address without user, ? and"
                    + " #\n"));
    assertThat(export("--first-dark", "0").code()).isEqualTo(2);
  }

  @Test
  void aDirectoryThatCantBeMadeIsSaid() throws IOException {
    Files.writeString(folder.resolve("prometheus"), "a file");

    var ran = export();

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("can't be written");
  }

  private Ran export(String... options) {
    var command = new String[options.length + 3];
    command[0] = "assets";
    command[1] = "export";
    command[2] = folder.toString();
    System.arraycopy(options, 0, command, 3, options.length);
    return Ran.of(Map.of(), OptionalInt.empty(), command);
  }
}
