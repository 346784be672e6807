package dev.cartographer.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetJsonTest {

  @Test
  void aDocumentIsWrittenAsTheApiTakesIt() throws IOException {
    var carrier = new Carrier(new Name("dal"), new Name("us"));
    var enrolment =
        new Enrolment(
            new Name("a"),
            new Name("t"),
            carrier,
            new Identity.Client("id", new SecretRef.Inline(new SecretText("s\u00e9\"cret"))),
            new Target.Namespace(
                new SecretRef.FromFile("kube/a"), Optional.of("admin"), new Name("logging")));

    assertThat(json(List.of(carrier), List.of(enrolment)))
        .isEqualTo(
            """
            {"carriers":[{"name":"dal","region":"us"}],"clusters":[{"name":"a","tenant":"t",\
            "carrier":"dal","identity":{"client":"id","secret":{"value":"s\\u00E9\\"cret"}},\
            "target":{"namespace":"logging","kubeconfig":{"file":"kube/a"},"context":"admin"}}]}\
            """);
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() throws IOException {
    for (var seed = 0; seed < 200; seed++) {
      var fleet = new SomeFleet(new Random(seed));
      var enrolments = IntStream.range(0, 20).mapToObj(fleet::enrolment).toList();

      var json = json(fleet.carriers(), enrolments);
      var read = FleetFile.parse(bytes(json));

      assertThat(read.carriers()).as("seed %d", seed).isEqualTo(fleet.carriers());
      assertThat(read.enrolments().toString()).isEqualTo(enrolments.toString());
      assertThat(json(read.carriers(), read.enrolments())).isEqualTo(json);
    }
  }

  @Test
  void yamlThatSaysTheSameGivesTheSame() throws IOException {
    for (var seed = 0; seed < 50; seed++) {
      var fleet = new SomeFleet(new Random(seed));
      var json = json(fleet.carriers(), IntStream.range(0, 5).mapToObj(fleet::enrolment).toList());

      var read = FleetFile.parse(bytes("# the same, to the YAML parser\n" + json));

      assertThat(json(read.carriers(), read.enrolments())).as("seed %d", seed).isEqualTo(json);
    }
  }

  private static String json(List<Carrier> carriers, List<Enrolment> enrolments)
      throws IOException {
    var out = new ByteArrayOutputStream();
    FleetJson.write(carriers, enrolments, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Enrolments of every form, drawn from a seed. */
  private record SomeFleet(Random random, List<Carrier> carriers) {
    private static final int[] LETTERS =
        "aZ09 \"'\\/{}[]:,#&*!|>%@`~-?\t\n\u00e9\u20ac\u2028\ufeff😀".codePoints().toArray();

    SomeFleet(Random random) {
      this(
          random,
          List.of(
              new Carrier(new Name("null"), new Name("1")),
              new Carrier(new Name("c-2"), new Name("true"))));
    }

    Enrolment enrolment(int number) {
      var asked = random.nextInt(3) == 0;
      return new Enrolment(
          new Name("n" + number),
          new Name(Integer.toString(random.nextInt(1000))),
          carriers.get(random.nextInt(2)),
          identity(),
          asked ? new Target.Pull() : target(),
          asked ? Agents.NONE : agents(),
          asked || random.nextBoolean() ? Optional.of(workload()) : Optional.empty());
    }

    private Target target() {
      return random.nextBoolean()
          ? new Target.Files()
          : new Target.Namespace(secret(), context(), new Name("ns"));
    }

    private Workload workload() {
      return new Workload(
          "~{\"issuer\":#" + random.nextInt(9),
          "null",
          random.nextBoolean() ? Optional.empty() : Optional.of(secret()));
    }

    private Agents agents() {
      var labels = new TreeMap<LabelName, LabelText>();
      for (var i = random.nextInt(3); i > 0; i--) {
        labels.put(
            new LabelName("label_" + i),
            new LabelText("~ null: \"it's\" #{\\} \u00e9" + random.nextInt(9)));
      }
      return switch (random.nextInt(3)) {
        case 0 -> Agents.NONE;
        case 1 -> new Agents(Optional.of(Agent.FLUENT_BIT), Optional.empty(), labels);
        default -> new Agents(Optional.of(Agent.FLUENTD), Optional.of(Agent.ALLOY), labels);
      };
    }

    private Identity identity() {
      return switch (random.nextInt(5)) {
        case 0 -> new Identity.ApiKey(secret());
        case 1 -> new Identity.Client("~id:\"" + random.nextInt(), secret());
        case 2 ->
            new Identity.SignedClient(
                "true",
                secret(),
                context(),
                random.nextBoolean() ? Optional.empty() : Optional.of(Identity.Algorithm.PS256));
        case 3 ->
            new Identity.ServiceAccount(new Name("0"), "a.b-c", secret(), context(), context());
        default -> new Identity.TokenFile(new SecretRef.FromFile("tokens/a"), context());
      };
    }

    private Optional<String> context() {
      return random.nextBoolean() ? Optional.empty() : Optional.of("null");
    }

    private SecretRef secret() {
      return switch (random.nextInt(3)) {
        case 0 -> new SecretRef.FromFile("a/b." + random.nextInt(9));
        case 1 -> new SecretRef.FromEnvironment("CARTOGRAPHER_SECRET_" + random.nextInt(9));
        default -> new SecretRef.Inline(new SecretText(text()));
      };
    }

    private String text() {
      var text = new StringBuilder();
      for (var i = random.nextInt(30); i >= 0; i--) {
        text.appendCodePoint(LETTERS[random.nextInt(LETTERS.length)]);
      }
      return text.toString();
    }
  }
}
