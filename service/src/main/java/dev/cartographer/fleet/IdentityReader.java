package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes identities of pieces. Which form one has is told by the one key that only it has. */
final class IdentityReader {
  static final String FORMS =
      "{client: ID, secret: …}, {client: ID, key: …}, {apiKey: …}, {serviceAccount: NAME, …} or"
          + " {tokenFile: NAME}";

  /** The key that marks a form, with those it may have beside it. */
  private static final Map<String, List<String>> BESIDE = beside();

  private final FleetProblems problems;
  private final SecretReader secrets;

  IdentityReader(FleetProblems problems, SecretReader secrets) {
    this.problems = problems;
    this.secrets = secrets;
  }

  private static Map<String, List<String>> beside() {
    var beside = new LinkedHashMap<String, List<String>>();
    beside.put("secret", List.of("client"));
    beside.put("key", List.of("client", "keyId", "algorithm"));
    beside.put("apiKey", List.of());
    beside.put("serviceAccount", List.of("client", "namespace", "kubeconfig", "context"));
    beside.put("tokenFile", List.of("client"));
    return beside;
  }

  /**
   * The identity, when the piece is one.
   *
   * @param target where a service account has its namespace and kubeconfig from, unless it names
   *     its own
   */
  Optional<Identity> identity(Piece.Mapping mapping, Optional<Target> target) {
    var marks = marksOf(mapping);
    if (marks.size() != 1) {
      problems.add(mapping.place(), "an identity is one of " + FORMS + "; write one of them");
      return Optional.empty();
    }
    var mark = marks.getFirst();
    var keys = new ArrayList<>(List.of(mark));
    keys.addAll(BESIDE.getOrDefault(mark, List.of()));
    var fields = new Fields("an identity with \"" + mark + "\"", mapping, keys, problems);
    return switch (mark) {
      case "secret" -> client(fields);
      case "key" -> signedClient(fields);
      case "apiKey" -> secret(fields, "apiKey").map(Identity.ApiKey::new);
      case "serviceAccount" -> serviceAccount(fields, target);
      default -> tokenFile(fields);
    };
  }

  private static List<String> marksOf(Piece.Mapping mapping) {
    var keys = mapping.entries().stream().map(entry -> entry.key().value()).toList();
    return BESIDE.keySet().stream().filter(keys::contains).toList();
  }

  private Optional<Identity> client(Fields fields) {
    var id = fields.needed("client", Identity::checkedClientId);
    var secret = secret(fields, "secret");
    return id.flatMap(i -> secret.map(s -> new Identity.Client(i, s)));
  }

  private Optional<Identity> signedClient(Fields fields) {
    var id = fields.needed("client", Identity::checkedClientId);
    var key = secret(fields, "key");
    var keyId = fields.optional("keyId", Identity.SignedClient::checkedKeyId);
    var algorithm = fields.optional("algorithm", Identity.Algorithm::of);
    return id.flatMap(i ->
        key.flatMap(
            k -> keyId.flatMap(n -> algorithm.map(a -> new Identity.SignedClient(i, k, n, a)))));
  }

  private Optional<Identity> serviceAccount(Fields fields, Optional<Target> target) {
    var name = fields.needed("serviceAccount", Identity.ServiceAccount::checkedName);
    var client = fields.optional("client", Identity::checkedClientId);
    var place = place(fields, target);
    return name.flatMap(n ->
        client.flatMap(c ->
            place.map(p ->
                new Identity.ServiceAccount(p.namespace(), n, p.kubeconfig(), p.context(), c))));
  }

  /**
   * Where the service account is, and how its API server is asked: as the target's, if not told.
   */
  private Optional<Target.Namespace> place(Fields fields, Optional<Target> target) {
    if (target.orElse(null) instanceof Target.Namespace at && !fields.has("kubeconfig")) {
      var namespace =
          fields.has("namespace") ? fields.name("namespace") : Optional.of(at.namespace());
      var context = fields.optional("context", Target.Namespace::checkedContext);
      return namespace.flatMap(
          n -> context.map(c -> new Target.Namespace(at.kubeconfig(), c.or(at::context), n)));
    }
    var namespace = fields.name("namespace");
    var kubeconfig = secret(fields, "kubeconfig");
    var context = fields.optional("context", Target.Namespace::checkedContext);
    return namespace.flatMap(
        n -> kubeconfig.flatMap(k -> context.map(c -> new Target.Namespace(k, c, n))));
  }

  private Optional<Identity> tokenFile(Fields fields) {
    var client = fields.optional("client", Identity::checkedClientId);
    return fields
        .required("tokenFile")
        .flatMap(value -> fields.text("tokenFile", value))
        .flatMap(text -> fields.hidden("tokenFile", text, SecretRef.FromFile::new))
        .flatMap(file -> client.map(c -> new Identity.TokenFile(file, c)));
  }

  private Optional<SecretRef> secret(Fields fields, String key) {
    return fields.required(key).flatMap(secrets::secret);
  }
}
