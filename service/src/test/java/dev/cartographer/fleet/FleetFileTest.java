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
import org.junit.jupiter.api.Test;

class FleetFileTest {
  private static final Carrier DAL = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));

  @Test
  void everyFormOfIdentitySecretAndTargetIsRead() throws IOException {
    var document =
        parse(
            """
            # the fleet
            carriers:
              - {name: dal10-carrier1, region: us-south}
              - name: fra02-carrier1
                region: eu-de
            clusters:
              - name: acme-payments
                tenant: acme
                carrier: dal10-carrier1
                identity: {client: acme-payments, secret: {file: acme/secret}}
                target: files
              - name: zeta
                tenant: zeta
                carrier: dal10-carrier1
                identity: {apiKey: {env: CARTOGRAPHER_SECRET_ZETA}}
                target: {namespace: logging, kubeconfig: {file: kube/zeta}, context: admin@zeta}
            """);

    assertThat(document)
        .isEqualTo(
            new FleetDocument(
                List.of(DAL, new Carrier(new Name("fra02-carrier1"), new Name("eu-de"))),
                List.of(
                    new Enrolment(
                        new Name("acme-payments"),
                        new Name("acme"),
                        DAL,
                        new Identity.Client("acme-payments", new SecretRef.FromFile("acme/secret")),
                        new Target.Files()),
                    new Enrolment(
                        new Name("zeta"),
                        new Name("zeta"),
                        DAL,
                        new Identity.ApiKey(
                            new SecretRef.FromEnvironment("CARTOGRAPHER_SECRET_ZETA")),
                        new Target.Namespace(
                            new SecretRef.FromFile("kube/zeta"),
                            Optional.of("admin@zeta"),
                            new Name("logging")))),
                List.of(new Place(7, 5), new Place(12, 5))));
  }

  @Test
  void aKeyAServiceAccountAndATokenFileAreIdentitiesToo() throws IOException {
    var key = identityOf("{client: a, key: {file: a.pem}, keyId: '1', algorithm: ps256}", "files");
    var account =
        identityOf(
            "{serviceAccount: shipper, namespace: logs, kubeconfig: {file: k}, context: c,"
                + " client: a}",
            "files");
    var file = identityOf("{tokenFile: tokens/a}", "files");

    assertThat(key)
        .isEqualTo(
            new Identity.SignedClient(
                "a",
                new SecretRef.FromFile("a.pem"),
                Optional.of("1"),
                Optional.of(Identity.Algorithm.PS256)));
    assertThat(account)
        .isEqualTo(
            new Identity.ServiceAccount(
                new Name("logs"),
                "shipper",
                new SecretRef.FromFile("k"),
                Optional.of("c"),
                Optional.of("a")));
    assertThat(file)
        .isEqualTo(new Identity.TokenFile(new SecretRef.FromFile("tokens/a"), Optional.empty()));
  }

  @Test
  void aServiceAccountIsWhereTheTokensGoUnlessItSaysOtherwise() throws IOException {
    var target = "{namespace: logging, kubeconfig: {file: kube/a}, context: admin}";

    assertThat(identityOf("{serviceAccount: shipper}", target))
        .isEqualTo(
            new Identity.ServiceAccount(
                new Name("logging"),
                "shipper",
                new SecretRef.FromFile("kube/a"),
                Optional.of("admin"),
                Optional.empty()));
    assertThat(identityOf("{serviceAccount: shipper, namespace: iam, context: iam}", target))
        .isEqualTo(
            new Identity.ServiceAccount(
                new Name("iam"),
                "shipper",
                new SecretRef.FromFile("kube/a"),
                Optional.of("iam"),
                Optional.empty()));
  }

  private static Identity identityOf(String identity, String target) throws IOException {
    var file = cluster("a", "t", identity).replace("target: files", "target: " + target);
    return parse(file).enrolments().getFirst().identity();
  }

  @Test
  void aClusterMayPullAndSayWhoAsksForIt() throws IOException {
    var document =
        parse(
            cluster("edge", "acme", "{apiKey: {file: edge}}")
                .replace(
                    "target: files",
                    """
                    target: pull
                        workload:
                          issuer: https://kubernetes.default.svc
                          subject: system:serviceaccount:logging:agent
                          keys: {file: edge.jwks}\
                    """));

    var enrolment = document.enrolments().getFirst();
    assertThat(enrolment.target()).isEqualTo(new Target.Pull());
    assertThat(enrolment.workload())
        .contains(
            new Workload(
                "https://kubernetes.default.svc",
                "system:serviceaccount:logging:agent",
                Optional.of(new SecretRef.FromFile("edge.jwks"))));
    var json = new ByteArrayOutputStream();
    FleetJson.write(document.carriers(), document.enrolments(), json);
    assertThat(FleetFile.parse(new ByteArrayInputStream(json.toByteArray())).enrolments())
        .isEqualTo(document.enrolments());
  }

  @Test
  void anInlineSecretIsTakenLetterByLetter() throws IOException {
    var document = parse(cluster("a", "007", "{apiKey: {value: \"p@ss: \\\"w\\u00f6rd\\\" \"}}"));

    assertThat(secretOf(document).reveal()).isEqualTo("p@ss: \"wörd\" ");
    assertThat(document.toString()).doesNotContain("p@ss");
  }

  @Test
  void wordsThatYamlTakesForNumbersAndBooleansAreNames() throws IOException {
    var document = parse(cluster("on", "007", "{apiKey: {value: 1e3}}"));

    assertThat(document.enrolments().getFirst().name()).isEqualTo(new Name("on"));
    assertThat(document.enrolments().getFirst().tenant()).isEqualTo(new Name("007"));
    assertThat(secretOf(document).reveal()).isEqualTo("1e3");
  }

  @Test
  void jsonIsReadWithTabsEmojiAndNumbers() throws IOException {
    var document =
        parse(
            """
            {
            \t"clusters": [
            \t\t{"name": "a", "tenant": 7, "carrier": "dal10-carrier1",
            \t\t "identity": {"apiKey": {"value": "\\ud83d\\ude00\\/"}}, "target": "files"}],
            \t"carriers": [{"name": "dal10-carrier1", "region": "us-south"}]
            }
            """);

    assertThat(document.enrolments().getFirst().carrier()).isEqualTo(DAL);
    assertThat(document.enrolments().getFirst().tenant()).isEqualTo(new Name("7"));
    assertThat(secretOf(document).reveal()).isEqualTo("😀/");
    assertThat(document.places()).containsExactly(new Place(3, 3));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreTaken() throws IOException {
    var text = cluster("a", "acme", "{apiKey: {env: CARTOGRAPHER_SECRET_A}}");

    var document = parse("\uFEFF" + text.replace("\n", "\r\n"));

    assertThat(document).isEqualTo(parse(text));
    assertThat(document.places()).containsExactly(new Place(4, 5));
  }

  @Test
  void aSectionWithoutEntriesIsEmpty() throws IOException {
    assertThat(parse("carriers:\nclusters: []\n"))
        .isEqualTo(new FleetDocument(List.of(), List.of(), List.of()));
    assertThat(parse("{}")).isEqualTo(new FleetDocument(List.of(), List.of(), List.of()));
  }

  @Test
  void aHundredThousandClustersAreReadFromAStreamThatIsNeverHeldWhole() throws IOException {
    try (var stream = new EndlessClusters(100_000)) {
      var document = FleetFile.parse(stream);

      assertThat(document.enrolments()).hasSize(100_000);
      assertThat(document.enrolments().getLast().name()).isEqualTo(new Name("cluster-99999"));
      assertThat(stream.given()).isGreaterThan(15_000_000);
    }
  }

  private static SecretText secretOf(FleetDocument document) {
    var identity = (Identity.ApiKey) document.enrolments().getFirst().identity();
    return ((SecretRef.Inline) identity.secret()).text();
  }

  private static String cluster(String name, String tenant, String identity) {
    return """
    carriers:
      - {name: dal10-carrier1, region: us-south}
    clusters:
      - name: %s
        tenant: %s
        carrier: dal10-carrier1
        identity: %s
        target: files
    """
        .formatted(name, tenant, identity);
  }

  private static FleetDocument parse(String text) throws IOException {
    return FleetFile.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
