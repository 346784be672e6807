package dev.cartographer.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its certificate, signed by itself, made by the JDK's keytool. */
final class SelfSigned {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore store;

  private SelfSigned(KeyStore store) {
    this.store = store;
  }

  /**
   * Makes one.
   *
   * @param names as keytool wants them: {@code IP:127.0.0.1}
   */
  static SelfSigned in(Path directory, String algorithm, String names) throws Exception {
    var file = Files.createTempDirectory(directory, "key").resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=test",
                "-ext",
                "SAN=" + names,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException(said);
    }
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new SelfSigned(store);
  }

  /** In PEM and Base64, as kubeconfigs have it. */
  String certificateData() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate("it").getEncoded());
  }

  /** In PKCS #8, PEM and Base64. */
  String keyData() throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey("it", PASSWORD).getEncoded());
  }

  private static String pem(String what, byte[] der) {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    var pem = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  /** For a server with this key that trusts the certificate of the other. */
  SSLContext serverContext(SelfSigned trusted) throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted.onlyCertificate());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore onlyCertificate() throws GeneralSecurityException {
    try {
      var certificates = KeyStore.getInstance("PKCS12");
      certificates.load(null, null);
      certificates.setCertificateEntry("it", store.getCertificate("it"));
      return certificates;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
