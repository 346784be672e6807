package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A Kubernetes API server with its etcd, on the loopback. No controllers and no nodes: what is
 * written is stored, checked against RBAC and can be watched.
 */
final class KubernetesApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ADMIN = "admin-of-this-test-run";
  private static final String LOOPBACK = "http://127.0.0.1:";

  private final Tethered etcd;
  private final Tethered server;
  private final Path directory;
  private final URI address;
  private final String certificate;
  private final Http http;

  private KubernetesApi(
      Tethered etcd, Tethered server, Path directory, URI address, Path certificateFile) {
    this.directory = directory;
    this.etcd = etcd;
    this.server = server;
    this.address = address;
    try {
      this.certificate = Files.readString(certificateFile);
      this.http = new Http(HttpClient.newBuilder().sslContext(trusting(certificateFile)).build());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the API server's certificate can't be used", e);
    }
  }

  /**
   * Starts both.
   *
   * @param directory for their data and logs; empty
   */
  static KubernetesApi start(Path etcdProgram, Path serverProgram, Path directory) {
    var clients = LOOPBACK + Tethered.freePort();
    var etcd = etcd(etcdProgram, directory, clients);
    var port = Tethered.freePort();
    var server = server(serverProgram, directory, clients, port);
    try {
      var certificate = directory.resolve("certs/apiserver.crt");
      server.ready(PATIENCE, () -> Files.exists(certificate));
      var address = URI.create("https://127.0.0.1:" + port);
      var api = new KubernetesApi(etcd, server, directory, address, certificate);
      server.ready(PATIENCE, () -> api.http.status(api.at("/readyz"), ADMIN).orElse(0) == 200);
      return api;
    } catch (RuntimeException | Error failure) {
      server.close();
      etcd.close();
      throw failure;
    }
  }

  private static Tethered etcd(Path program, Path directory, String clients) {
    return Tethered.start(
        "etcd",
        directory,
        Map.of("ETCD_UNSUPPORTED_ARCH", System.getProperty("os.arch")),
        List.of(
            program.toString(),
            "--data-dir=" + directory.resolve("etcd"),
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + LOOPBACK + Tethered.freePort(),
            "--unsafe-no-fsync"));
  }

  private static Tethered server(Path program, Path directory, String etcd, int port) {
    var signingKey = directory.resolve("service-accounts.pem");
    var admins = directory.resolve("admins.csv");
    try {
      Files.writeString(signingKey, privateKey());
      Files.writeString(admins, ADMIN + ",admin,admin,system:masters\n");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the API server's files can't be made", e);
    }
    return Tethered.start(
        "kube-apiserver",
        directory,
        Map.of(),
        List.of(
            program.toString(),
            "--etcd-servers=" + etcd,
            "--bind-address=127.0.0.1",
            "--secure-port=" + port,
            "--cert-dir=" + directory.resolve("certs"),
            "--service-account-key-file=" + signingKey,
            "--service-account-signing-key-file=" + signingKey,
            "--service-account-issuer=https://kubernetes.default.svc",
            "--api-audiences=https://kubernetes.default.svc",
            "--authorization-mode=RBAC",
            "--token-auth-file=" + admins,
            "--disable-admission-plugins=ServiceAccount",
            "--service-cluster-ip-range=10.0.0.0/24"));
  }

  private static String privateKey() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var lines =
        Base64.getMimeEncoder()
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
  }

  private static SSLContext trusting(Path certificates)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream file = Files.newInputStream(certificates)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("certificate-" + store.size(), certificate);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  URI address() {
    return address;
  }

  /** What a client must trust, in PEM. */
  String certificate() {
    return certificate;
  }

  /** As the administrator, from a file of the repository or of a test. */
  JsonNode createYaml(String path, String yaml) {
    return http.postYaml(at(path), ADMIN, yaml).good();
  }

  /** As the administrator. */
  JsonNode create(String path, JsonNode body) {
    return http.send("POST", at(path), ADMIN, body).good();
  }

  /** A token of a service account, as the API server issues it to a pod (TokenRequest). */
  String serviceAccountToken(String namespace, String name, String audience) {
    var account = "/api/v1/namespaces/" + namespace + "/serviceaccounts/" + name;
    var request =
        Http.json(
            """
            {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
             "spec": {"audiences": ["%s"], "expirationSeconds": 600}}
            """
                .formatted(audience));
    return create(account + "/token", request).at("/status/token").asText();
  }

  /** Makes a namespace with a service account in it. */
  void serviceAccount(String namespace, String name) {
    create(
        "/api/v1/namespaces",
        Http.json(
            """
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}
            """
                .formatted(namespace)));
    create(
        "/api/v1/namespaces/" + namespace + "/serviceaccounts",
        Http.json(
            """
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "%s"}}
            """
                .formatted(name)));
  }

  /** The key with which it signs service accounts' tokens, so that a test can sign worse ones. */
  PrivateKey signingKey() {
    try {
      var pem = Files.readString(directory.resolve("service-accounts.pem"));
      var encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the API server's signing key can't be read", e);
    }
  }

  /** As the administrator. */
  Http.Answer get(String path) {
    return http.get(at(path), ADMIN);
  }

  /** A list as a person sees it, in the columns that its kind has for that. */
  JsonNode table(String path) {
    var request =
        HttpRequest.newBuilder(at(path))
            .header("Authorization", "Bearer " + ADMIN)
            .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
            .build();
    try {
      return Http.json(http.client().send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for a table", e);
    }
  }

  /** As whoever the token says. */
  Http.Answer getAs(String token, String path) {
    return http.get(at(path), token);
  }

  /** As the administrator. */
  void replace(String path, JsonNode body) {
    http.send("PUT", at(path), ADMIN, body).good();
  }

  /** As the administrator. */
  void delete(String path) {
    http.delete(at(path), ADMIN).good();
  }

  /**
   * Every version of every Secret from now on, in order, as one event a line; never ends by itself.
   */
  InputStream watchSecrets() {
    var request =
        HttpRequest.newBuilder(at("/api/v1/secrets?watch=true"))
            .header("Authorization", "Bearer " + ADMIN)
            .build();
    try {
      return http.client().send(request, BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while starting a watch", e);
    }
  }

  private URI at(String path) {
    return address.resolve(path);
  }

  @Override
  public void close() {
    try (etcd) {
      server.close();
    }
  }
}
