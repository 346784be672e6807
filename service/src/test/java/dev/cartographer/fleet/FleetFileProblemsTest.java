package dev.cartographer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetFileProblemsTest {
  private static final String CARRIERS = "carriers: [{name: dal, region: us}]\n";

  @Test
  void everyMistakeOfAFileIsNamedAtOnce() {
    var file =
        """
        carriers:
          - {name: dal, region: us}
          - {name: dal, region: eu}
          - {name: Fra, region: eu}
          - fra
        clusters:
          - name: one
            tennant: acme
            carrier: dal
            identity: {client: one, apiKey: {file: a}}
            target: nowhere
          - name: two
            tenant: acme
            tenant: zeta
            carrier: dak
            identity: {apiKey: {file: ../etc/passwd}}
            target: files
          - name: three
            tenant: [acme]
            carrier: lon
            identity: {client: three, secret: {file: a}}
            target: {namespace: logging}
          - {name: four, tenant: t, carrier: lon, identity: {apiKey: {file: a}}, target: files}
          - {name: four, tenant: t, carrier: dak, identity: {apiKey: {file: a}}, target: files}
          - {name: five, tenant: t, carrier: dak, identity: {apiKey: {file: a}}, target: files}
        """;

    assertThat(problemsOf(file))
        .isEqualTo(
            """
            3:5: carrier "dal" is declared twice, first at 2:5; keep one
            4:12: name "Fra" is not one: a name is 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit
            5:5: a carrier is {name: NAME, region: NAME}, not a text
            8:5: unknown key "tennant" in a cluster; did you mean "tenant"?
            7:5: a cluster needs "tenant", and this one has none; add it
            11:13: a target is "files", "pull" or {namespace: NAME, kubeconfig: …}, not a text
            10:16: unknown key "client" in an identity with "apiKey"; it takes apiKey
            14:5: the key "tenant" stands twice in a cluster, first at 13:5; keep one
            16:31: this value of "file" can't be used: a secret file is named by letters, digits, '.', '_', '-' and '/', relative to the secrets directory
            19:13: "tenant" must be a text, not a list
            22:13: a target needs "kubeconfig", and this one has none; add it
            24:5: cluster "four" is declared twice, first at 23:5; keep one
            23:5: cluster "four" is on carrier "lon", which "carriers" does not declare; add {name: lon, region: …} there
            25:5: cluster "five" is on carrier "dak", which "carriers" does not declare; did you mean "dal"?\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {client: a}                               | an identity is one of {client: ID, secret: …}, {client: ID, key: …}, {apiKey: …}, {serviceAccount: NAME, …} or {tokenFile: NAME}; write one of them
          {client: a, secret: {file: s}, key: {file: k}} | an identity is one of {client: ID, secret: …}, {client: ID, key: …}, {apiKey: …}, {serviceAccount: NAME, …} or {tokenFile: NAME}; write one of them
          {key: {file: k}}                          | an identity with "key" needs "client", and this one has none; add it
          {client: a b, key: {file: k}}             | client "a b" is not one: a client id is 1 to 255 visible ASCII characters (RFC 6749 appendix A.1)
          {client: a, key: {file: k}, keyId: k 1}   | keyId "k 1" is not one: a key id is 1 to 255 visible ASCII characters
          {client: a, key: {file: k}, algorithm: HS256} | algorithm "HS256" is not one: an algorithm is RS256, PS256 or ES256
          {client: a, key: {file: k}, context: c}   | unknown key "context" in an identity with "key"; it takes key, client, keyId, algorithm
          {serviceAccount: ../a, namespace: n, kubeconfig: {file: k}} | serviceAccount "../a" is not one: a service account's name is lower-case letters, digits, hyphens and dots, as Kubernetes has it (RFC 1123)
          {serviceAccount: a}                       | an identity with "serviceAccount" needs "namespace", and this one has none; add it
          {serviceAccount: a, namespace: n}         | an identity with "serviceAccount" needs "kubeconfig", and this one has none; add it
          {tokenFile: ../token}                     | this value of "tokenFile" can't be used: a secret file is named by letters, digits, '.', '_', '-' and '/', relative to the secrets directory
          {tokenFile: {file: token}}                | "tokenFile" must be a text, not a mapping
          """)
  void whatIsNoIdentityIsNamed(String identity, String problem) {
    var file =
        CARRIERS
            + "clusters: [{name: a, tenant: t, carrier: dal, target: files, identity: "
            + identity
            + "}]\n";

    assertThat(problemsOf(file)).contains(problem);
  }

  @Test
  void afterTwentyProblemsReadingEnds() {
    var file = new StringBuilder("carriers:\n");
    for (var i = 0; i < 50; i++) {
      file.append("  - {name: c").append(i).append("}\n");
    }

    var problems = failureOf(file.toString()).problems();

    assertThat(problems).hasSize(20);
    assertThat(problems.getLast().toString())
        .isEqualTo("21:5: a carrier needs \"region\", and this one has none; add it");
  }

  @Test
  void aFileThatIsNotAFleetAtAllIsRefusedInOneSentence() {
    var empty = "the file is empty; it should have the keys \"carriers\" and \"clusters\"";
    assertThat(problemsOf("")).isEqualTo("1:1: " + empty);
    assertThat(problemsOf("# only a remark\n")).isEqualTo("2:1: " + empty);
    assertThat(problemsOf("---\n")).isEqualTo("2:1: " + empty);
    assertThat(problemsOf("- a\n"))
        .isEqualTo("1:1: a fleet file is a mapping with the keys \"carriers\" and \"clusters\"");
    assertThat(problemsOf("cluster: []\n"))
        .isEqualTo("1:1: unknown key \"cluster\" in a fleet file; did you mean \"clusters\"?");
    assertThat(problemsOf("clusters: {a: b}\n"))
        .isEqualTo("1:11: \"clusters\" must be a list; begin each with \"- \"");
    assertThat(problemsOf("clusters: []\nclusters: []\n"))
        .isEqualTo("2:1: the key \"clusters\" stands twice in the file, first at 1:1; keep one");
  }

  @Test
  void brokenSyntaxIsNamedWithItsPlace() {
    assertThat(problemsOf("carriers: [\n")).startsWith("2:1: this is not YAML: expected");
    assertThat(problemsOf("carriers: a: b\n"))
        .endsWith("1:12: this is not YAML: mapping values are not allowed here");
    assertThat(problemsOf("carriers:\n\t- a\n"))
        .isEqualTo(
            "2:1: this is not YAML: found character '\\t(TAB)' that cannot start any token. (Do"
                + " not use \\t(TAB) for indentation)");
    assertThat(problemsOf("{\"carriers\": [\n  tru]}"))
        .isEqualTo(
            "2:3: this is not JSON: a quote, comma or bracket is missing or too many at or before"
                + " here");
    assertThat(problemsOf("%YAML 2.0\n---\n{}\n"))
        .isEqualTo("1:1: this is not YAML 1.2, which a fleet file is");
  }

  @Test
  void moreThanOneDocumentIsRefused() {
    assertThat(problemsOf("carriers: []\n---\ncarriers: []\n"))
        .isEqualTo("2:1: a second document begins here, and a fleet file is one; split the file");
    assertThat(problemsOf("{\"carriers\": []}\n{}"))
        .isEqualTo("2:1: a second document begins here, and a fleet file is one");
  }

  @Test
  void nothingInTheFileCanBeLargerOrOtherThanItLooks() {
    assertThat(problemsOf("carriers: &all []\nclusters: *all\n"))
        .startsWith("1:11: anchors (&) and aliases (*) are not taken");
    assertThat(problemsOf("clusters: *all\n"))
        .startsWith("1:11: anchors (&) and aliases (*) are not taken");
    assertThat(problemsOf("carriers: !!set {}\n")).startsWith("1:11: tags (!) are not taken");
    assertThat(problemsOf("? [a]\n: b\n"))
        .isEqualTo("1:3: a key is a text, not a mapping or a list");
    assertThat(problemsOf("clusters: [" + "[".repeat(100_000)))
        .isEqualTo("1:20: this is nested 9 deep, deeper than anything in a fleet file");
    assertThat(problemsOf("{\"clusters\": [" + "{\"a\":".repeat(100_000)))
        .contains("this is nested 9 deep");
    assertThat(problemsOf("clusters: [[" + "a, ".repeat(1000) + "]]"))
        .endsWith("this entry has more than 200 parts, more than any needs");
    assertThat(problemsOf("carriers: [{name: " + "a".repeat(1_000_000) + "}]"))
        .isEqualTo(
            "1:19: this text is longer than 65536 characters; put it into a file and name that:"
                + " {file: NAME}");
  }

  @Test
  void charactersThatNobodySeesAreRefusedWithTheirPlace() {
    assertThat(problemsOf("carriers:\r\n  - na\0me\n"))
        .isEqualTo("2:7: a control character (U+0000) stands here; remove it");
    assertThat(problemsOf("carriers: [{name: \"a\\u0007b\"}]"))
        .isEqualTo("1:19: this text holds a control character or half a character; remove it");
    assertThat(problemsOf("{\"carriers\": [{\"name\": \"\\ud800\"}]}"))
        .contains("this text holds a control character or half a character; remove it");
    assertThat(problemsOf("carriers: [{name: \"a\\u202eb\", region: us}]"))
        .startsWith("1:19: name \"a\\u{202e}b\" is not one");
    var latin1 = "carriers: # Z\u00fcrich\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(failureOf(latin1).getMessage())
        .isEqualTo("1:14: this is not UTF-8 text, which a fleet file is; save it as UTF-8");
  }

  @Test
  void aSecretNeverGetsIntoAProblem() {
    var spellings =
        new String[] {
          "hunter2",
          "[hunter2]",
          "{hunter2}",
          "{hunter2: a}",
          "{value: hunter2, file: hunter2}",
          "{file: hunter2 !}",
          "{env: hunter2}",
          "{value: [hunter2]}",
          "{value: !hunter2!x y}",
          "{value: !hunter2 y}",
          "{value: &hunter2 y}",
          "{value: *hunter2}",
          "{value: }",
          "{value: \"hunter2\\u0007\"}",
          "{value: \"hunter2}",
          "{value: 'hunter2' x}",
          "{value: @hunter2}",
          "{value: `hunter2}",
          "{value: %hunter2}",
          "{value: hunter2: x}"
        };
    for (var secret : spellings) {
      var file =
          CARRIERS
              + "clusters: [{name: a, tenant: t, carrier: dal, target: files, identity: {apiKey: "
              + secret
              + "}}]\n";

      assertThat(failureOf(file)).message().as(secret).isNotEmpty().doesNotContain("hunter2");
    }
    assertThat(problemsOf("{\"carriers\": [hunter2]}")).doesNotContain("hunter2");
  }

  private static String problemsOf(String file) {
    return failureOf(file).problems().stream()
        .map(FleetFileException.Problem::toString)
        .collect(Collectors.joining("\n"));
  }

  private static FleetFileException failureOf(String file) {
    return failureOf(file.getBytes(StandardCharsets.UTF_8));
  }

  private static FleetFileException failureOf(byte[] file) {
    try {
      FleetFile.parse(new ByteArrayInputStream(file));
    } catch (FleetFileException refused) {
      return refused;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("taken: " + new String(file, StandardCharsets.UTF_8));
  }

  @Test
  void aClusterThatPullsMustSayWhoAsksAndAWorkloadMustHaveNames() {
    assertThatThrownBy(() ->
            FleetFile.parse(
                new ByteArrayInputStream(
                    """
                    carriers: [{name: dal, region: us-south}]
                    clusters:
                      - name: one
                        tenant: acme
                        carrier: dal
                        identity: {apiKey: {file: one}}
                        target: pull
                      - name: two
                        tenant: acme
                        carrier: dal
                        identity: {apiKey: {file: two}}
                        target: pull
                        workload: {issuer: "https://a b", keys: {url: "https://mallory.example"}}
                    """
                        .getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(FleetFileException.class)
        .hasMessageContaining("3:5: a cluster with the target \"pull\" needs \"workload\"; add it")
        .hasMessageContaining(
            "13:24: issuer \"https://a b\" is not one: it is 1 to 512 visible ASCII characters")
        .hasMessageContaining("13:15: a workload needs \"subject\", and this one has none; add it")
        .hasMessageContaining("this key is not known; a secret is one of");
  }

  @Test
  void agentsOfAClusterThatPullsAreConfiguredThere() {
    var file =
        """
        carriers: [{name: dal, region: us-south}]
        clusters:
          - name: one
            tenant: acme
            carrier: dal
            identity: {apiKey: {file: one}}
            target: pull
            workload: {issuer: "https://issuer.example", subject: agent}
            agents: {logs: fluent-bit}
        """;

    assertThat(problemsOf(file))
        .isEqualTo(
            "9:13: agents of a cluster with the target \"pull\" can't be configured from here:"
                + " nothing is delivered there; leave \"agents\" out and configure them there");
  }
}
