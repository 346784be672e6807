package dev.cartographer.app;

import org.jspecify.annotations.Nullable;
import dev.cartographer.exchange.TokenEndpoint;
import dev.cartographer.pull.Issuer;
import dev.cartographer.secret.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads the issuers of workloads' tokens from the configuration; a mistake names its key. */
final class Issuers {
  private Issuers() {}

  static List<Issuer> of(CartographerConfig config) {
    return config.issuers().entrySet().stream()
        .map(e -> issuer("cartographer.issuers." + e.getKey(), e.getValue()))
        .toList();
  }

  private static Issuer issuer(String key, CartographerConfig.Issuer issuer) {
    if (issuer.keysUrl().isPresent() == issuer.keysFile().isPresent()) {
      throw refused(key, "an issuer has either keys-url or keys-file", null);
    }
    try {
      return issuer
          .keysUrl()
          .<Issuer>map(url -> new Issuer.Remote(issuer.issuer(), checked(url), trust(issuer)))
          .orElseGet(() ->
              new Issuer.Local(
                  issuer.issuer(), new SecretRef.FromFile(issuer.keysFile().orElseThrow())));
    } catch (IllegalArgumentException e) {
      throw refused(key, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * What holds for the address of a token endpoint holds for keys, by which tokens are believed.
   */
  private static URI checked(URI url) {
    return new TokenEndpoint(url).uri();
  }

  private static SSLContext trust(CartographerConfig.Issuer issuer) {
    try {
      var context = SSLContext.getInstance("TLS");
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities(issuer.trustFile()));
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("its trust-file can't be used: " + e, e);
    }
  }

  /** Null stands for those of the Java platform. */
  private static @Nullable KeyStore authorities(Optional<Path> file)
      throws GeneralSecurityException, IOException {
    if (file.isEmpty()) {
      return null;
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (var in = Files.newInputStream(file.get())) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
    }
    if (store.size() == 0) {
      throw new IOException(file.get() + " holds no certificate");
    }
    return store;
  }

  private static StartFailure refused(
      String key, String why, @Nullable Exception cause) {
    var sentence = "The configuration can't be used: " + key + ": " + why + ".";
    return cause == null ? new StartFailure(sentence) : new StartFailure(sentence, cause);
  }
}
