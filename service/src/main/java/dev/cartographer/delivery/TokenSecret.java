package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The Secret of one binding: {@code cartographer-logs} or {@code cartographer-metrics}. Pure. */
record TokenSecret(Name namespace, Signal signal) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "note.json";
  private static final String PREFIX = "cartographer.dev/";
  private static final List<String> NOTE =
      List.of("generation", "issued-at", "expires-at", "fingerprint");

  String name() {
    return "cartographer-" + signal.word();
  }

  String collection() {
    return "/api/v1/namespaces/" + namespace + "/secrets";
  }

  String path() {
    return collection() + "/" + name();
  }

  /**
   * What we own of the Secret, and nothing else: server-side apply keeps the rest.
   *
   * @param version the resource version that must still be there; empty at creation
   */
  String manifest(SecretText token, Note note, Optional<String> version) {
    var secret = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    var metadata = secret.putObject("metadata");
    metadata.put("name", name()).put("namespace", namespace.text());
    version.ifPresent(seen -> metadata.put("resourceVersion", seen));
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "cartographer")
        .put(PREFIX + "signal", signal.word());
    annotate(metadata.putObject("annotations"), NoteText.of(note));
    var bytes = token.reveal().getBytes(StandardCharsets.UTF_8);
    // The note is there a second time, as a file: whoever mounts the Secret sees no annotations.
    secret
        .put("type", "Opaque")
        .putObject("data")
        .put("token", bytes)
        .put(FILE, NoteText.of(note).json().getBytes(StandardCharsets.UTF_8));
    return secret.toString();
  }

  private static void annotate(ObjectNode annotations, NoteText note) {
    annotations
        .put(PREFIX + "generation", note.generation())
        .put(PREFIX + "issued-at", note.issuedAt())
        .put(PREFIX + "expires-at", note.expiresAt())
        .put(PREFIX + "fingerprint", note.fingerprint());
  }

  /** Asks for the Secret's deletion, if it still has this resource version. */
  String deletion(String version) {
    var options = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("resourceVersion", version);
    return options.toString();
  }

  /** A merge patch (RFC 7386) that takes out what {@link #manifest} puts in. */
  String emptying(String version) {
    var patch = JSON.createObjectNode();
    var metadata = patch.putObject("metadata").put("resourceVersion", version);
    metadata.putObject("labels").putNull("app.kubernetes.io/managed-by").putNull(PREFIX + "signal");
    var annotations = metadata.putObject("annotations");
    NOTE.forEach(name -> annotations.putNull(PREFIX + name));
    patch.putObject("data").putNull("token").putNull(FILE);
    return patch.toString();
  }

  /** Whether no data but our token and note is in a Secret, and nobody else waits for its end. */
  static boolean holdsNothingElse(JsonNode secret) {
    var others = new HashSet<String>();
    secret.path("data").fieldNames().forEachRemaining(others::add);
    others.removeAll(List.of("token", FILE));
    return others.isEmpty()
        && secret.at("/metadata/finalizers").isEmpty()
        && secret.at("/metadata/ownerReferences").isEmpty();
  }

  /** Whether the JSON is this Secret at all. */
  boolean is(JsonNode json) {
    return json.path("kind").asText().equals("Secret")
        && json.at("/metadata/name").asText().equals(name())
        && !json.at("/metadata/resourceVersion").asText().isEmpty();
  }

  /** What a Secret, as the API server gave it, holds. */
  static Held held(JsonNode secret) {
    var encoded = secret.at("/data/token").asText();
    if (encoded.isEmpty()) {
      return new Held.Absent();
    }
    try {
      var bytes = Base64.getDecoder().decode(encoded);
      return note(secret).vouchingFor(new SecretText(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return new Held.Unreadable("the Secret's token is not in Base64");
    }
  }

  private static NoteText note(JsonNode secret) {
    var annotations = secret.at("/metadata/annotations");
    return new NoteText(
        annotations.path(PREFIX + "generation").asText(),
        annotations.path(PREFIX + "issued-at").asText(),
        annotations.path(PREFIX + "expires-at").asText(),
        annotations.path(PREFIX + "fingerprint").asText());
  }
}
