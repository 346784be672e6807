package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTlsTest {
  private static final Vertx EVENT_LOOP = Vertx.vertx();
  private static final String BEARER = "token: a-credential";

  @TempDir static Path keys;
  private static SelfSigned ours;
  private static SelfSigned named;
  private static SelfSigned elsewhere;
  private static SelfSigned rsa;

  private final ClusterClients clients =
      new ClusterClients(
          ref -> ((SecretRef.Inline) ref).text(),
          new VertxHttpClientFactory(EVENT_LOOP),
          Clock.systemUTC());

  @BeforeAll
  static void makeKeys() throws Exception {
    ours = SelfSigned.in(keys, "EC", "DNS:client");
    named = SelfSigned.in(keys, "EC", "IP:127.0.0.1");
    elsewhere = SelfSigned.in(keys, "EC", "DNS:api.example");
    rsa = SelfSigned.in(keys, "RSA", "DNS:client");
  }

  @AfterEach
  void letTheClientsGo() {
    clients.close();
  }

  @AfterAll
  static void endTheEventLoop() {
    EVENT_LOOP.close();
  }

  @Test
  void theAuthorityOfTheKubeconfigIsTrusted() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(ours), false))) {
      assertThat(held(server, authority(named), BEARER)).isEqualTo(new Held.Absent());
    }
  }

  @Test
  void anotherAuthorityIsNotTrusted() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(ours), false))) {
      var fault = faultOf(server, authority(elsewhere), BEARER);

      assertThat(fault.kind()).isEqualTo(FaultKind.TLS);
      assertThat(server.lines()).isEmpty();
    }
  }

  @Test
  void withoutAnAuthorityThoseOfThePlatformDecide() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(ours), false))) {
      assertThat(faultOf(server, "", BEARER).kind()).isEqualTo(FaultKind.TLS);
    }
  }

  @Test
  void aCertificateForAnotherHostIsNotTrusted() throws Exception {
    try (var server = new ApiServer(tls(elsewhere.serverContext(ours), false))) {
      var fault = faultOf(server, authority(elsewhere), BEARER);

      assertThat(fault.kind()).isEqualTo(FaultKind.TLS);
      assertThat(server.lines()).isEmpty();
    }
  }

  @Test
  void aClientCertificateWithAnEllipticKeyIsShown() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(ours), true))) {
      assertThat(held(server, authority(named), identity(ours))).isEqualTo(new Held.Absent());
    }
  }

  @Test
  void aClientCertificateWithAnRsaKeyIsShown() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(rsa), true))) {
      assertThat(held(server, authority(named), identity(rsa))).isEqualTo(new Held.Absent());
    }
  }

  @Test
  void aKeyOrAuthorityThatIsNoneIsRefused() throws Exception {
    try (var server = new ApiServer(tls(named.serverContext(ours), false))) {
      var key = "client-certificate-data: Q0VSVA==, client-key-data: Y2FuYXJ5";

      assertThat(faultOf(server, authority(named), key).detail())
          .startsWith("the cluster's kubeconfig is refused: its client-certificate-data and")
          .doesNotContain("Y2FuYXJ5");
      assertThat(faultOf(server, ", certificate-authority-data: eA==", BEARER).detail())
          .startsWith("the cluster's kubeconfig is refused: its certificate-authority-data is not");
    }
  }

  private Held held(ApiServer server, String authority, String user) {
    var kubeconfig =
        """
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: '%s'%s}}]
        users: [{name: u, user: {%s}}]
        """
            .formatted(server.url(), authority, user);
    var target =
        new Target.Namespace(
            new SecretRef.Inline(new SecretText(kubeconfig)),
            Optional.empty(),
            new Name("logging"));
    return new KubernetesDelivery(clients).held(Acme.binding(LOGS, target), target);
  }

  private Fault faultOf(ApiServer server, String authority, String user) {
    return catchThrowableOfType(DependencyFailure.class, () -> held(server, authority, user))
        .fault();
  }

  private static String authority(SelfSigned signed) throws Exception {
    return ", certificate-authority-data: " + signed.certificateData();
  }

  private static String identity(SelfSigned signed) throws Exception {
    return "client-certificate-data: "
        + signed.certificateData()
        + ", client-key-data: "
        + signed.keyData();
  }

  private static HttpsConfigurator tls(SSLContext context, boolean clientMust) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters connection) {
        SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
        parameters.setNeedClientAuth(clientMust);
        connection.setSSLParameters(parameters);
      }
    };
  }
}
