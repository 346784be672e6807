package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whom IAM knows. Clients and API keys come, are disabled and enabled again while it runs. */
public final class IamPrincipals {

  /** What a client may ask for. */
  public enum Grant {
    /** A token that says who it is. */
    CLIENT_CREDENTIALS,
    /** A token for a service in exchange for somebody's token. */
    TOKEN_EXCHANGE
  }

  record Client(String id, SecretText secret, Grant grant, boolean enabled) {}

  /** A key of a service id; {@code subject} is whom its tokens name. */
  record ApiKey(String subject, boolean enabled) {}

  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final Map<Fingerprint, ApiKey> keys = new ConcurrentHashMap<>();

  /** Registers a client, or gives it another secret. */
  public void register(String id, SecretText secret, Grant grant) {
    clients.put(id, new Client(id, secret, grant, true));
  }

  /** Registers one more API key of a subject. */
  public void registerKey(String subject, SecretText key) {
    keys.put(Fingerprint.of(key), new ApiKey(subject, true));
  }

  public void disable(String id) {
    enable(id, false);
  }

  public void enable(String id) {
    enable(id, true);
  }

  void enable(String id, boolean enabled) {
    if (clients.computeIfPresent(id, (_, c) -> new Client(id, c.secret(), c.grant(), enabled))
        == null) {
      throw new IllegalArgumentException("IAM knows no client " + id);
    }
  }

  public void disableKey(SecretText key) {
    enableKey(key, false);
  }

  public void enableKey(SecretText key) {
    enableKey(key, true);
  }

  void enableKey(SecretText key, boolean enabled) {
    if (keys.computeIfPresent(Fingerprint.of(key), (_, k) -> new ApiKey(k.subject(), enabled))
        == null) {
      throw new IllegalArgumentException("IAM knows no such API key");
    }
  }

  Optional<Client> client(String id) {
    return Optional.ofNullable(clients.get(id));
  }

  Optional<ApiKey> key(SecretText key) {
    return Optional.ofNullable(keys.get(Fingerprint.of(key)));
  }

  /** Whether a token that names this subject still stands for somebody. */
  boolean active(String subject) {
    var client = clients.get(subject);
    return client == null
        ? keys.values().stream().anyMatch(key -> key.enabled() && key.subject().equals(subject))
        : client.enabled();
  }
}
