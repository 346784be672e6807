package dev.cartographer.app;

import dev.cartographer.exchange.AssertionAudience;
import dev.cartographer.exchange.OwnClient;
import dev.cartographer.fleet.Identity.Algorithm;
import dev.cartographer.secret.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the settings of an IAM and of a service have in common: our own client, and keys unused. */
final class Settings {
  private Settings() {}

  static <T> T needed(Optional<T> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("this dialect needs the key " + key));
  }

  static SecretRef file(String name) {
    return new SecretRef.FromFile(name);
  }

  /**
   * Our own client, if one is named.
   *
   * @param audience of what it signs
   * @param certified whether the authority sees a certificate of ours in TLS
   */
  static OwnClient client(
      RegionConfig.Authority config, AssertionAudience audience, boolean certified) {
    var secret = config.clientSecretFile().map(Settings::file);
    var key = config.clientKeyFile().map(Settings::file);
    if (secret.isPresent() && key.isPresent()) {
      throw new IllegalArgumentException(
          "client-secret-file and client-key-file are two ways to be one client; keep one");
    }
    if (key.isEmpty() && config.clientKeyId().or(config::clientKeyAlgorithm).isPresent()) {
      throw new IllegalArgumentException(
          "client-key-id and client-key-algorithm are about client-key-file, which is not set");
    }
    if (config.clientId().isEmpty()) {
      if (secret.isPresent() || key.isPresent()) {
        throw new IllegalArgumentException("a client's secret or key needs its client-id too");
      }
      return new OwnClient.Nobody();
    }
    var id = config.clientId().get();
    if (secret.isPresent()) {
      return new OwnClient.WithSecret(id, secret.get());
    }
    if (key.isPresent()) {
      return new OwnClient.WithKey(
          id,
          key.get(),
          config.clientKeyId(),
          config.clientKeyAlgorithm().map(Algorithm::of),
          signedFor(audience));
    }
    if (certified) {
      return new OwnClient.WithCertificate(id);
    }
    throw new IllegalArgumentException(
        "client-id needs client-secret-file or client-key-file, or iam.tls-certificate-file"
            + " where the certificate says enough");
  }

  private static AssertionAudience signedFor(AssertionAudience audience) {
    if (audience instanceof AssertionAudience.Unknown) {
      throw new IllegalArgumentException(
          "what client-key-file signs is for an issuer: set issuer, or iam.assertion-audience to"
              + " token-endpoint");
    }
    return audience;
  }

  /**
   * Refuses what was set and would not be used: whoever set it believes that it is.
   *
   * @param used the keys that the dialect uses
   */
  static void refuseUnused(
      RegionConfig.Authority config, Map<String, Optional<?>> more, List<String> used) {
    var set = new ArrayList<String>();
    note(set, "scope", config.scope());
    note(set, "audience", config.audience());
    note(set, "resource", config.resource());
    note(set, "client-id", config.clientId());
    note(set, "client-secret-file", config.clientSecretFile());
    note(set, "client-key-file", config.clientKeyFile());
    note(set, "issuer", config.issuer());
    note(set, "token-endpoint", config.tokenEndpoint());
    more.forEach((key, value) -> note(set, key, value));
    set.removeAll(used);
    if (!set.isEmpty()) {
      throw new IllegalArgumentException(
          "this dialect does not use "
              + String.join(", ", set)
              + ": leave it out; what each dialect uses is in docs/dialects.md");
    }
  }

  private static void note(List<String> set, String key, Optional<?> value) {
    if (value.isPresent()) {
      set.add(key);
    }
  }
}
