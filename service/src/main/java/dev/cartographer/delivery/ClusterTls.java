package dev.cartographer.delivery;

import dev.cartographer.delivery.Kubeconfig.Credential;
import io.fabric8.kubernetes.client.internal.CertUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom we trust and who we are in TLS towards one API server.
 *
 * <p>fabric8's own reading of a kubeconfig adds the given authority to those of the Java platform,
 * and the platform's client keys to the given one. Here the given ones stand alone, as in kubectl.
 */
final class ClusterTls {
  /** Guards a key store that lives in memory only. */
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  private ClusterTls() {}

  static TrustManager[] trust(Kubeconfig kubeconfig) {
    try {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities(kubeconfig.authority()));
      return trust.getTrustManagers();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new KubeconfigRefused(
          "its certificate-authority-data is not certificates in PEM and Base64");
    }
  }

  /** Null stands for those of the Java platform. */
  private static @Nullable KeyStore authorities(Optional<String> authority)
      throws GeneralSecurityException, IOException {
    if (authority.isEmpty()) {
      return null;
    }
    var store = empty();
    var certificates =
        CertificateFactory.getInstance("X.509").generateCertificates(pem(authority.orElseThrow()));
    if (certificates.isEmpty()) {
      throw new IOException("no certificate");
    }
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    return store;
  }

  static KeyManager @Nullable [] identity(Kubeconfig kubeconfig) {
    return switch (kubeconfig.credential()) {
      case Credential.Bearer(_) -> null;
      case Credential.Certificate client -> identity(client);
    };
  }

  private static KeyManager[] identity(Credential.Certificate client) {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store(client), IN_MEMORY);
      return keys.getKeyManagers();
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new KubeconfigRefused(
          "its client-certificate-data and client-key-data are not a certificate and its RSA or EC"
              + " key in PEM and Base64");
    }
  }

  private static KeyStore store(Credential.Certificate client)
      throws GeneralSecurityException, IOException {
    var read = withKey(client);
    var certificates =
        CertificateFactory.getInstance("X.509").generateCertificates(pem(client.certificate()));
    var alias = read.getCertificateAlias(certificates.iterator().next());
    var store = empty();
    store.setKeyEntry(
        "client", read.getKey(alias, IN_MEMORY), IN_MEMORY, read.getCertificateChain(alias));
    return store;
  }

  /** The PEM of a PKCS #8 key does not say of which kind it is. */
  private static KeyStore withKey(Credential.Certificate client)
      throws GeneralSecurityException, IOException {
    try {
      return withKey(client, "RSA");
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      return withKey(client, "EC");
    }
  }

  private static KeyStore withKey(Credential.Certificate client, String algorithm)
      throws GeneralSecurityException, IOException {
    return CertUtils.createKeyStore(
        pem(client.certificate()), pem(client.secret().reveal()), algorithm, IN_MEMORY, null, null);
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static ByteArrayInputStream pem(String base64) {
    return new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64));
  }
}
