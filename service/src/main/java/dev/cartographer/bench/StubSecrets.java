package dev.cartographer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Secrets in memory, changed by compare-and-set alone. */
final class StubSecrets {
  private static final String PREFIX = "cartographer.dev/";

  private final Map<Key, Kept> secrets = new ConcurrentHashMap<>();
  private final AtomicLong versions = new AtomicLong(1000);

  record Key(String namespace, String name) {}

  /**
   * What is kept of a Secret.
   *
   * @param token in Base64
   */
  record Kept(
      long version,
      String generation,
      String issuedAt,
      String expiresAt,
      String fingerprint,
      String token) {

    /** The Secret as an API server gives it, with what a field manager leaves behind. */
    String json(Key key) {
      return "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\""
          + key.name
          + "\",\"namespace\":\""
          + key.namespace
          + "\",\"uid\":\"8a4c1f4e-27b5-4c7d-9c57-3f3f5a1e2b10\",\"resourceVersion\":\""
          + version
          + "\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\","
          + "\"labels\":{\"app.kubernetes.io/managed-by\":\"cartographer\"},\"annotations\":{\""
          + PREFIX
          + "generation\":\""
          + generation
          + "\",\""
          + PREFIX
          + "issued-at\":\""
          + issuedAt
          + "\",\""
          + PREFIX
          + "expires-at\":\""
          + expiresAt
          + "\",\""
          + PREFIX
          + "fingerprint\":\""
          + fingerprint
          + MANAGED
          + token
          + "\"},\"type\":\"Opaque\"}";
    }
  }

  private static final String MANAGED =
      """
      "},"managedFields":[{"manager":"cartographer","operation":"Apply","apiVersion":"v1",\
      "time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:token":{}},\
      "f:metadata":{"f:annotations":{"f:cartographer.dev/expires-at":{},\
      "f:cartographer.dev/fingerprint":{},"f:cartographer.dev/generation":{},\
      "f:cartographer.dev/issued-at":{}},"f:labels":{"f:app.kubernetes.io/managed-by":{},\
      "f:cartographer.dev/signal":{}}},"f:type":{}}}]},"data":{"token":"\
      """;

  Optional<Kept> read(Key key) {
    return Optional.ofNullable(secrets.get(key));
  }

  /**
   * Creates or changes.
   *
   * @return false when it is there already at creation, or not at the resource version named
   */
  boolean write(Key key, JsonNode manifest, boolean creation) {
    var wanted = manifest.at("/metadata/resourceVersion").asText();
    var version = versions.incrementAndGet();
    var after =
        secrets.compute(
            key,
            (_, there) -> {
              var right =
                  creation
                      ? there == null
                      : wanted.isEmpty()
                          || (there != null && wanted.equals(Long.toString(there.version)));
              return right ? kept(version, manifest) : there;
            });
    return after != null && after.version == version;
  }

  private static Kept kept(long version, JsonNode manifest) {
    var annotations = manifest.at("/metadata/annotations");
    return new Kept(
        version,
        annotations.path(PREFIX + "generation").asText(),
        annotations.path(PREFIX + "issued-at").asText(),
        annotations.path(PREFIX + "expires-at").asText(),
        annotations.path(PREFIX + "fingerprint").asText(),
        manifest.at("/data/token").asText());
  }
}
