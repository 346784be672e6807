package dev.cartographer.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.secret.SecretText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What we take from a kubeconfig: a server, whom to trust and who we are, all of it in the text
 * itself.
 *
 * <p>Kubeconfigs come with enrolments, so they are not trusted. Members that would run a program,
 * read a file of this machine or weaken TLS are refused, and so is every member we don't know: to
 * pass over one could mean to act as somebody else.
 *
 * @param authority certificates in PEM and Base64; empty: those the Java platform trusts
 */
record Kubeconfig(URI server, Optional<String> authority, Credential credential) {
  private static final int LONGEST = 256 * 1024;

  /** A few aliases of aliases would unfold to gigabytes, or for ever. */
  private static final LoadSettings YAML =
      LoadSettings.builder().setMaxAliasesForCollections(0).build();

  private static final Set<String> CLUSTER_MEMBERS =
      Set.of("server", "certificate-authority-data", "insecure-skip-tls-verify", "extensions");
  private static final Set<String> USER_MEMBERS =
      Set.of("token", "client-certificate-data", "client-key-data", "extensions");

  /** Who we are to the API server. */
  sealed interface Credential {
    /** What must never be shown. */
    SecretText secret();

    record Bearer(SecretText secret) implements Credential {}

    /**
     * A TLS client certificate.
     *
     * @param certificate in PEM and Base64, as the key
     */
    record Certificate(String certificate, SecretText secret) implements Credential {}
  }

  /**
   * Takes the context named, or the current one.
   *
   * @throws KubeconfigRefused when it can't be read or asks for what we don't do; whoever enrolled
   *     the cluster is at fault
   */
  static Kubeconfig of(SecretText text, Optional<String> context) {
    var document = document(text);
    var name = context.orElseGet(() -> document.path("current-context").asText());
    var chosen = named(document, "contexts", "context", name);
    var cluster = named(document, "clusters", "cluster", chosen.path("cluster").asText());
    var user = named(document, "users", "user", chosen.path("user").asText());
    requireKnown("cluster", cluster, CLUSTER_MEMBERS);
    requireKnown("user", user, USER_MEMBERS);
    if (!cluster.path("insecure-skip-tls-verify").asText("false").equals("false")) {
      throw new KubeconfigRefused(
          "it says insecure-skip-tls-verify; give the authority's certificate as"
              + " certificate-authority-data instead");
    }
    return new Kubeconfig(
        server(cluster.path("server").asText()),
        text(cluster, "certificate-authority-data"),
        credential(user));
  }

  /** The parser's own words are left out, for they quote the text, keys and all. */
  private static JsonNode document(SecretText text) {
    if (text.reveal().length() > LONGEST) {
      throw new KubeconfigRefused("it is longer than 256 KiB");
    }
    try {
      JsonNode document =
          new ObjectMapper().valueToTree(new Load(YAML).loadFromString(text.reveal()));
      if (document != null && document.isObject()) {
        return document;
      }
    } catch (RuntimeException | StackOverflowError e) {
      // Deep nesting overflows the parser's stack; nothing is left behind by that.
      throw new KubeconfigRefused("it is not one document of plain YAML");
    }
    throw new KubeconfigRefused("it is not a kubeconfig");
  }

  private static JsonNode named(JsonNode document, String list, String member, String name) {
    JsonNode found = null;
    for (var entry : document.path(list)) {
      if (entry.path("name").asText().equals(name)) {
        if (found != null) {
          throw new KubeconfigRefused("two of its " + list + " have the same name");
        }
        found = entry.path(member);
      }
    }
    if (found == null || name.isEmpty()) {
      throw new KubeconfigRefused("it has no such entry in " + list + ": '" + name + "'");
    }
    return found;
  }

  private static void requireKnown(String what, JsonNode entry, Set<String> known) {
    var members = new TreeSet<String>();
    entry.fieldNames().forEachRemaining(members::add);
    if (known.containsAll(members)) {
      return;
    }
    members.removeAll(known);
    // In a file gone wrong, a secret may stand where a name should.
    members.removeIf(name -> !name.matches("[A-Za-z-]{1,40}"));
    throw new KubeconfigRefused(
        "members of its "
            + what
            + " that would run a program, read a file of this machine or are unknown here: "
            + String.join(", ", members)
            + "; accepted are "
            + String.join(", ", new TreeSet<>(known)));
  }

  private static URI server(String text) {
    try {
      var uri = new URI(text);
      boolean plain =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (uri.getHost() != null && plain && protectedFromOthers(uri)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below, without the text: a user and password may be in it.
    }
    throw new KubeconfigRefused(
        "its server must be an https address without user, query and fragment (http only to this"
            + " machine)");
  }

  private static boolean protectedFromOthers(URI uri) {
    return switch (Optional.ofNullable(uri.getScheme()).orElse("")) {
      case "https" -> true;
      case "http" ->
          uri.getHost().equals("localhost")
              || uri.getHost().equals("[::1]")
              || uri.getHost().matches("127(\\.[0-9]{1,3}){3}");
      default -> false;
    };
  }

  private static Credential credential(JsonNode user) {
    var token = text(user, "token");
    var certificate = text(user, "client-certificate-data");
    var key = text(user, "client-key-data");
    if (token.isPresent() && certificate.isEmpty() && key.isEmpty()) {
      return new Credential.Bearer(bearer(token.orElseThrow()));
    }
    if (token.isEmpty() && certificate.isPresent() && key.isPresent()) {
      return new Credential.Certificate(
          certificate.orElseThrow(), new SecretText(key.orElseThrow()));
    }
    throw new KubeconfigRefused(
        "its user must have either a token, or client-certificate-data with client-key-data");
  }

  private static SecretText bearer(String token) {
    if (!token.chars().allMatch(c -> c > 32 && c < 127)) {
      throw new KubeconfigRefused("its token has characters that can't stand in a header");
    }
    return new SecretText(token);
  }

  private static Optional<String> text(JsonNode entry, String member) {
    return Optional.of(entry.path(member).asText()).filter(text -> !text.isEmpty());
  }
}
