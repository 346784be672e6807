package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
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
  private static final String PREVIOUS = "previous";
  private static final List<String> NOTE =
      List.of("generation", "issued-at", "expires-at", "fingerprint", PREVIOUS);

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
   * What we own of the Secret, and nothing else: the rest stays.
   *
   * @param replaced the token before, while it is kept to be revoked
   * @param version the resource version that must still be there; empty at creation
   */
  String manifest(
      SecretText token, Note note, Optional<Replaced> replaced, Optional<String> version) {
    return document(token, note, replaced, version).toString();
  }

  /**
   * The same as a merge patch (RFC 7396) that takes away whatever is kept. Leaving it out of an
   * apply would not: who has created the Secret by POST was seen to own, as that, also what he
   * applied later (Kubernetes 1.20).
   */
  String withdrawal(SecretText token, Note note, String version) {
    var document = document(token, note, Optional.empty(), Optional.of(version));
    document.withObject("/metadata/annotations").putNull(PREFIX + PREVIOUS);
    document.withObject("/data").putNull(PREVIOUS);
    return document.toString();
  }

  private ObjectNode document(
      SecretText token, Note note, Optional<Replaced> replaced, Optional<String> version) {
    var secret = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
    var metadata = secret.putObject("metadata");
    metadata.put("name", name()).put("namespace", namespace.text());
    version.ifPresent(seen -> metadata.put("resourceVersion", seen));
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "cartographer")
        .put(PREFIX + "signal", signal.word());
    var annotations = metadata.putObject("annotations");
    annotate(annotations, NoteText.of(note));
    // The note is there a second time, as a file: whoever mounts the Secret sees no annotations.
    var data =
        secret
            .put("type", "Opaque")
            .putObject("data")
            .put("token", bytes(token))
            .put(FILE, NoteText.of(note).json().getBytes(StandardCharsets.UTF_8));
    replaced.ifPresent(old -> {
      annotations.put(PREFIX + PREVIOUS, ReplacedText.of(old).toString());
      data.put(PREVIOUS, bytes(old.text()));
    });
    return secret;
  }

  /** Whether anything is kept beside the token, whatever it may be. */
  static boolean keeps(JsonNode secret) {
    return secret.path("data").has(PREVIOUS)
        || secret.at("/metadata/annotations").has(PREFIX + PREVIOUS);
  }

  private static byte[] bytes(SecretText text) {
    return text.reveal().getBytes(StandardCharsets.UTF_8);
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
    patch.putObject("data").putNull("token").putNull(FILE).putNull(PREVIOUS);
    return patch.toString();
  }

  /** Whether no data but ours is in a Secret, and nobody else waits for its end. */
  static boolean holdsNothingElse(JsonNode secret) {
    var others = new HashSet<String>();
    secret.path("data").fieldNames().forEachRemaining(others::add);
    others.removeAll(List.of("token", FILE, PREVIOUS));
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
  static There there(JsonNode secret) {
    var encoded = secret.at("/data/token").asText();
    if (encoded.isEmpty()) {
      return There.NOTHING;
    }
    return decoded(encoded)
        .map(token -> There.of(note(secret), token, replaced(secret)))
        .orElseGet(() -> There.unreadable("the Secret's token is not in Base64"));
  }

  private static Optional<Replaced> replaced(JsonNode secret) {
    var note = secret.at("/metadata/annotations").path(PREFIX + PREVIOUS).asText();
    return decoded(secret.path("data").path(PREVIOUS).asText())
        .flatMap(token -> ReplacedText.in(note, token));
  }

  private static Optional<SecretText> decoded(String base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64);
      return Optional.of(new SecretText(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
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
