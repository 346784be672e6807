package dev.cartographer.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunbookPageTest {
  private static final String PAGE =
      """
      ---
      title: armada - Token Failure
      runbook-name: "a: b"
      link: /armada/failure.html
      playbooks: []
      ---
      # {{ page.title }}
      See [{{ site.data.monitoring.iam.name }}]({{ site.data.monitoring.iam.link }}).
      """;

  @TempDir private Path directory = Path.of("");

  @BeforeEach
  void aSite() throws IOException {
    Files.writeString(
        directory.resolve("monitoring.yml"), "iam: {name: IAM status, link: https://status}\n");
    Files.writeString(directory.resolve("README.md"), "not data");
  }

  @Test
  void theBodyIsFilledInFromSiteAndFrontMatter() {
    var page = RunbookPage.parse("page.md", PAGE);

    assertThat(page.filled(SiteData.in(directory)).whole())
        .isEqualTo("# armada - Token Failure\nSee [IAM status](https://status).\n");
    assertThat(page.link()).contains("/armada/failure.html");
    assertThat(page.text("runbook-name")).contains("a: b");
    assertThat(page.text("playbooks")).isEmpty();
  }

  @Test
  void placesAreThoseOfTheWholeFile() throws IOException {
    Files.writeString(directory.resolve("monitoring.yml"), "iam: {name: IAM status}\n");

    assertThat(RunbookCheck.of(RunbookPage.parse("page.md", PAGE), SiteData.in(directory)))
        .extracting(Object::toString)
        .containsExactly(
            "page.md:8:43: {{ site.data.monitoring.iam.link }}: site.data.monitoring.iam has no"
                + " link");
    assertThatThrownBy(() -> RunbookPage.parse("page.md", "---\na: 1\nb: [\n---\n"))
        .hasMessageStartingWith("page.md:4:1: not YAML");
  }

  @Test
  void aPageWithoutFrontMatterIsRefused() {
    assertThatThrownBy(() -> RunbookPage.parse("page.md", "# Title\n---\n---\n"))
        .hasMessage("page.md:1:1: a runbook begins with front matter, between two lines of ---");
  }

  @Test
  void valuesStayAsTheyAreWritten() throws IOException {
    Files.writeString(
        directory.resolve("teams.yaml"), "a: {on: off, version: 1.10, none: ~, number: 007}\n");

    var data = SiteData.in(directory);

    assertThat(data.files().get("teams"))
        .isEqualTo(
            Map.of("a", Map.of("on", "off", "version", "1.10", "none", "~", "number", "007")));
  }

  @Test
  void dataThatIsNotWhatItSeemsIsRefused() throws IOException {
    var twice = directory.resolve("monitoring.yaml");
    Files.writeString(twice, "iam: {}\n");
    assertThatThrownBy(() -> SiteData.in(directory))
        .hasMessageContaining("there is a second file for monitoring");
    Files.delete(twice);

    Files.writeString(directory.resolve("teams.yml"), "a: &x {name: A}\nb: *x\n");
    assertThatThrownBy(() -> SiteData.in(directory)).hasMessageContaining("teams.yml:1:4: anchors");

    Files.writeString(directory.resolve("teams.yml"), "- a\n- b\n");
    assertThatThrownBy(() -> SiteData.in(directory)).hasMessageContaining("names with values");

    assertThatThrownBy(() -> SiteData.in(directory.resolve("nowhere")))
        .hasMessageContaining("can't be read");
  }

  @Test
  void linksThatLeadNowhereAreFound() throws IOException {
    Files.writeString(
        directory.resolve("links.yml"),
        "empty: ''\nscript: 'javascript:alert'\ngood: https://x/y?z#a\nmail: mailto:a@b\n");
    var links =
        """
        ---
        title: t
        link: page.html
        ---
        [a]() [](https://x) [ok](/x) [ok](#x)
        [a]({{ site.data.links.script }}) [b]({{ site.data.links.good }}) {{ site.data.links.mail }}
        """;
    var site = SiteData.in(directory);

    var problems = RunbookCheck.of(RunbookPage.parse("p.md", links), site);
    assertThat(problems)
        .extracting(Object::toString)
        .containsExactly("p.md:1:1: link must be a path that begins with /");

    problems = RunbookCheck.of(RunbookPage.parse("p.md", links.replace("page.html", "/p")), site);
    assertThat(problems)
        .extracting(Object::toString)
        .containsExactly(
            "p.md (rendered):1:1: this link leads nowhere: [a]()",
            "p.md (rendered):1:7: this link has no words: [](https://x)",
            "p.md (rendered):2:1: [a] leads to javascript:alert, which is no web address, mail"
                + " address or path");

    problems =
        RunbookCheck.of(
            RunbookPage.parse("p.md", "---\ntitle: t\nlink: /p\n---\n{{ site.data.links.empty }}"),
            site);
    assertThat(problems)
        .extracting(Object::toString)
        .containsExactly("p.md:5:1: {{ site.data.links.empty }}: it is there, but empty");
  }
}
