package dev.cartographer.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Runbooks are rendered to the byte as Ruby's Liquid renders them, with its strictest settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunbookOracleTest {
  private static final Path DATA = Repository.file("docs/runbooks/_data");
  private static final long SEED = 20261124;

  /** Renders the body of a Jekyll page with the data of a site. */
  private static final String ORACLE =
      """
      require "liquid"
      require "yaml"
      text = File.read(ARGV[0], mode: "rb", encoding: "UTF-8")
      front = text[/\\A---\\s*\\n.*?^---\\s*$\\n?/m]
      data = Dir[File.join(ARGV[1], "*.yml")].to_h { |f| [File.basename(f, ".yml"), YAML.load_file(f)] }
      body = Liquid::Template.parse(text[front.length..], error_mode: :strict)
      print body.render!({"site" => {"data" => data}, "page" => YAML.load(front)}, strict_variables: true)
      """;

  private Path ruby = Path.of("ruby");
  private Path scratch = Path.of("");

  @BeforeAll
  void findRuby() throws IOException {
    scratch = Repository.emptied("runbook");
    ruby =
        switch (Part.named("ruby-liquid")) {
          case Part.Found(var path) -> path;
          case Part.Missing missing -> throw Skipping.because(missing.sentence());
        };
    Files.writeString(scratch.resolve("oracle.rb"), ORACLE);
  }

  @Test
  void everyRunbookOfOurs() throws Exception {
    try (var pages = Files.list(Repository.file("docs/runbooks"))) {
      for (var page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
        assertSame(page, DATA);
        assertThat(Launcher.run(scratch, "runbook", "check", page + "", "--data", DATA + "").exit())
            .isZero();
      }
    }
  }

  @Test
  void theRunbookThatCartographerGrewFrom() throws Exception {
    var page = Repository.file("../shared/runbook/armada-fluentd-cartographer-token-failure.md");
    if (Files.exists(page)) {
      assertSame(page, DATA);
    }
  }

  @Test
  void anythingThatIsTaken() throws Exception {
    var random = new SplittableRandom(SEED);
    var data = Files.createDirectories(scratch.resolve("_data"));
    Files.writeString(data.resolve("a-b.yml"), site(random));
    var page = scratch.resolve("generated.md");
    var body =
        IntStream.range(0, 400).mapToObj(i -> piece(random, i)).collect(Collectors.joining());
    Files.writeString(page, "---\ntitle: \"Türen\"\nlink: /x\n---\n" + body);

    assertSame(page, data);
  }

  private void assertSame(Path page, Path data) throws IOException, InterruptedException {
    var ours = Launcher.run(scratch, "runbook", "show", page.toString(), "--data", data.toString());

    assertThat(ours.exit()).as(ours.err()).isZero();
    assertThat(ours.out()).isEqualTo(oracle(page, data)).doesNotContain("{{");
  }

  private String oracle(Path page, Path data) throws IOException, InterruptedException {
    var out = scratch.resolve("oracle.out");
    var command =
        List.of(
            ruby.toString(),
            scratch.resolve("oracle.rb").toString(),
            page.toString(),
            data.toString());
    var process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(scratch.resolve("oracle.err").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(scratch.resolve("oracle.err"))).isZero();
    return Files.readString(out, UTF_8);
  }

  private static final List<String> KEYS = List.of("k0", "k-1", "K_2", "k--3", "_4", "k5");

  private static String site(SplittableRandom random) {
    var yaml = new StringBuilder();
    for (var outer : KEYS) {
      yaml.append(outer).append(":\n");
      for (var inner : KEYS) {
        yaml.append("  %s: '%s'\n".formatted(inner, text(random).replace("'", "''").strip()));
      }
    }
    return yaml.toString();
  }

  private static String piece(SplittableRandom random, int number) {
    var name = "c-" + number;
    return switch (random.nextInt(4)) {
      case 0 -> text(random);
      case 1 -> "[%s](%s)\n".formatted(shown(random), shown(random));
      case 2 -> captured(name, text(random) + shown(random)) + "{{" + name + "}}";
      default -> captured("'" + name + "'", captured("e", shown(random)) + "\n{{ e }}|");
    };
  }

  private static String captured(String name, String text) {
    return "{%capture " + name + " %}" + text + "{% endcapture%}";
  }

  private static String shown(SplittableRandom random) {
    var path = new StringBuilder("site.data.a-b");
    for (var i = 0; i < 2; i++) {
      var key = KEYS.get(random.nextInt(KEYS.size()));
      path.append(
          switch (random.nextInt(3)) {
            case 0 -> "[\"" + key + "\"]";
            case 1 -> "['" + key + "']";
            default -> "." + key;
          });
    }
    var space = List.of("", " ", "  ", "\n", "\t").get(random.nextInt(5));
    return "{{" + space + path + space + "}}";
  }

  private static String text(SplittableRandom random) {
    var alphabet =
        List.of("a", "Z", " ", "-", "}", "%", "#", "$", "{", "\"", "'", "`", "ü", "→", "<b>", "\\");
    var text = new ArrayList<String>();
    for (var i = random.nextInt(12); i > 0; i--) {
      text.add(alphabet.get(random.nextInt(alphabet.size())));
    }
    return String.join("", text).replaceAll("\\{(?=[{%])", "(").replaceAll("\\{$", "(");
  }
}
