package dev.cartographer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.delivery.Kubeconfig.Credential;
import dev.cartographer.secret.SecretText;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

  @Test
  void theCurrentContextIsTakenUnlessAnotherIsNamed() {
    var text =
        """
        apiVersion: v1
        kind: Config
        current-context: one
        preferences: {}
        contexts:
        - {name: one, context: {cluster: first, user: bearer}}
        - {name: two, context: {cluster: second, user: certified, namespace: ignored}}
        clusters:
        - name: first
          cluster: {server: 'https://first.example:6443', certificate-authority-data: Q0E=}
        - name: second
          cluster: {server: 'https://second.example/k8s/clusters/c-1'}
        users:
        - {name: bearer, user: {token: secret}}
        - name: certified
          user: {client-certificate-data: Q0VSVA==, client-key-data: S0VZ}
        """;

    var one = Kubeconfig.of(new SecretText(text), Optional.empty());
    var two = Kubeconfig.of(new SecretText(text), Optional.of("two"));

    assertThat(one.server()).isEqualTo(URI.create("https://first.example:6443"));
    assertThat(one.authority()).hasValue("Q0E=");
    assertThat(one.credential()).isInstanceOf(Credential.Bearer.class);
    assertThat(one.credential().secret().reveal()).isEqualTo("secret");
    assertThat(two.server()).isEqualTo(URI.create("https://second.example/k8s/clusters/c-1"));
    assertThat(two.authority()).isEmpty();
    assertThat(two.credential()).isInstanceOf(Credential.Certificate.class);
    assertThat(two.credential().secret().reveal()).isEqualTo("S0VZ");
  }

  @Test
  void aKubeconfigInJsonIsOneToo() {
    var text =
        """
        {"current-context": "x",
         "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
         "clusters": [{"name": "c", "cluster": {"server": "https://c.example"}}],
         "users": [{"name": "u", "user": {"token": "secret"}}]}
        """;

    var kubeconfig = Kubeconfig.of(new SecretText(text), Optional.empty());

    assertThat(kubeconfig.server()).isEqualTo(URI.create("https://c.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec: {command: /bin/sh}                | exec",
        "auth-provider: {name: gcp}              | auth-provider",
        "tokenFile: /etc/shadow                  | tokenFile",
        "token: t, client-key: /etc/ssl/key      | client-key",
        "token: t, client-certificate: /etc/cert | client-certificate",
        "token: t, as: admin                     | as",
        "username: u, password: p                | password, username",
      })
  void aUserThatIsMoreThanInlineDataIsRefused(String user, String members) {
    var refusal = refusal(kubeconfig("server: 'https://c.example'", user));

    assertThat(refusal)
        .isEqualTo(
            "members of its user that would run a program, read a file of this machine or are"
                + " unknown here: "
                + members
                + "; accepted are client-certificate-data, client-key-data, extensions, token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate-authority: /etc/ca.pem  | certificate-authority",
        "proxy-url: 'http://proxy.example:1' | proxy-url",
        "tls-server-name: other.example      | tls-server-name",
      })
  void aClusterThatIsMoreThanInlineDataIsRefused(String member, String name) {
    var refusal = refusal(kubeconfig("server: 'https://c.example', " + member, "token: t"));

    assertThat(refusal).startsWith("members of its cluster that would run").contains(": " + name);
  }

  @Test
  void tlsMayNotBeSwitchedOff() {
    var cluster = "server: 'https://c.example', insecure-skip-tls-verify: ";

    assertThat(refusal(kubeconfig(cluster + "true", "token: t")))
        .startsWith("it says insecure-skip-tls-verify");
    assertThat(Kubeconfig.of(kubeconfig(cluster + "false", "token: t"), Optional.empty()).server())
        .isEqualTo(URI.create("https://c.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://c.example",
        "http://127.0.0.1.example",
        "http://127.0.0.1@c.example",
        "https://user:password@c.example",
        "https://c.example?x",
        "https://c.example#x",
        "https:///path",
        "file:///etc/shadow",
        "c.example:6443",
        "not a url",
      })
  void aServerThatIsNotHttpsIsRefused(String server) {
    assertThat(refusal(kubeconfig("server: '" + server + "'", "token: t")))
        .startsWith("its server must be an https address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8001", "http://localhost:8001", "http://[::1]:8001"})
  void thisMachineNeedsNoTls(String server) {
    var kubeconfig = kubeconfig("server: '" + server + "'", "token: t");

    assertThat(Kubeconfig.of(kubeconfig, Optional.empty()).server()).isEqualTo(URI.create(server));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text",
        "- a list",
        "a: b\n---\nc: d",
        "key: [unclosed, canary-in-the-text",
        "canary-in-the-text: &a [*a, *a]",
      })
  void whatIsNoKubeconfigIsRefusedWithoutAQuote(String text) {
    assertThat(refusal(new SecretText(text))).doesNotContain("canary");
  }

  @Test
  void aYamlBombIsRefused() {
    var laughs = new StringBuilder("a0: &a0 [canary]\n");
    for (int level = 1; level < 40; level++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, level - 1, level - 1));
    }

    assertThat(refusal(new SecretText(laughs.toString()))).doesNotContain("canary");
    assertThat(refusal(new SecretText("[".repeat(200_000)))).startsWith("it is not one document");
    assertThat(refusal(new SecretText("x".repeat(300_000)))).isEqualTo("it is longer than 256 KiB");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''",
        "token: ''",
        "token: t, client-certificate-data: Q0VSVA==, client-key-data: S0VZ",
        "client-certificate-data: Q0VSVA==",
        "token: \"a\\r\\nHost: b\"",
      })
  void aUserNeedsExactlyOneCredential(String user) {
    assertThat(refusal(kubeconfig("server: 'https://c.example'", user))).contains("its ");
  }

  @Test
  void aContextThatIsNotThereIsRefused() {
    var kubeconfig = kubeconfig("server: 'https://c.example'", "token: t");

    var refused =
        catchThrowableOfType(
            KubeconfigRefused.class, () -> Kubeconfig.of(kubeconfig, Optional.of("other")));

    assertThat(refused).hasMessage("it has no such entry in contexts: 'other'");
  }

  private static String refusal(SecretText kubeconfig) {
    var refused =
        catchThrowableOfType(
            KubeconfigRefused.class, () -> Kubeconfig.of(kubeconfig, Optional.empty()));
    return String.valueOf(refused.getMessage());
  }

  private static SecretText kubeconfig(String cluster, String user) {
    return new SecretText(
        """
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {%s}}]
        users: [{name: u, user: {%s}}]
        """
            .formatted(cluster, user));
  }
}
