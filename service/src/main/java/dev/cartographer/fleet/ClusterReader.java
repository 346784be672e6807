package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetEvent.Text;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Makes carriers and clusters of pieces, reporting whatever does not fit. */
final class ClusterReader {
  private static final List<String> CARRIER = List.of("name", "region");
  private static final List<String> CLUSTER =
      List.of("name", "tenant", "carrier", "identity", "target", "workload");
  private static final List<String> WORKLOAD = List.of("issuer", "subject", "keys");
  private static final List<String> IDENTITY = List.of("client", "secret", "apiKey");
  private static final List<String> NAMESPACE = List.of("namespace", "kubeconfig", "context");
  private static final String SECRET_FORMS = "one of {file: NAME}, {env: NAME}, {value: TEXT}";
  private static final int LONGEST_CONTEXT = 253;

  private final FleetProblems problems;

  ClusterReader(FleetProblems problems) {
    this.problems = problems;
  }

  Optional<Carrier> carrier(Piece piece) {
    return mapping("a carrier", piece, "{name: NAME, region: NAME}")
        .map(mapping -> new Fields("a carrier", mapping, CARRIER, problems))
        .flatMap(fields -> {
          var name = fields.name("name");
          var region = fields.name("region");
          return both(name, region, Carrier::new);
        });
  }

  /** A cluster whose carrier is known by name only. */
  Optional<Unplaced> cluster(Piece piece) {
    var mapping = mapping("a cluster", piece, "{name: NAME, tenant: NAME, …}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var fields = new Fields("a cluster", mapping.get(), CLUSTER, problems);
    var name = fields.name("name");
    var tenant = fields.name("tenant");
    var carrier = fields.name("carrier");
    var identity = fields.required("identity").flatMap(this::identity);
    var target = fields.required("target").flatMap(this::target);
    var workload = fields.optional("workload").flatMap(this::workload);
    checkPull(target, fields, piece);
    if (name.isEmpty()
        || tenant.isEmpty()
        || carrier.isEmpty()
        || identity.isEmpty()
        || target.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Unplaced(
            name.get(),
            tenant.get(),
            carrier.get(),
            identity.get(),
            target.get(),
            workload,
            piece.place()));
  }

  private void checkPull(Optional<Target> target, Fields fields, Piece cluster) {
    if (target.filter(Target.Pull.class::isInstance).isPresent() && !fields.has("workload")) {
      problems.add(
          cluster.place(), "a cluster with the target \"pull\" needs \"workload\"; add it");
    }
  }

  /** Who speaks for its agents. */
  private Optional<Workload> workload(Piece piece) {
    var mapping = mapping("a workload", piece, "{issuer: …, subject: …, keys: …}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var fields = new Fields("a workload", mapping.get(), WORKLOAD, problems);
    var issuer = party("issuer", fields);
    var subject = party("subject", fields);
    var keys = fields.optional("keys").flatMap(this::secret);
    return both(issuer, subject, (i, s) -> new Workload(i, s, keys));
  }

  private static Optional<String> party(String key, Fields fields) {
    return fields
        .required(key)
        .flatMap(value -> fields.text(key, value))
        .flatMap(text -> fields.shown(key, text, Workload::checked));
  }

  private Optional<Identity> identity(Piece piece) {
    var forms = "{client: ID, secret: …} or {apiKey: …}";
    var mapping = mapping("an identity", piece, forms);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var fields = new Fields("an identity", mapping.get(), IDENTITY, problems);
    if (fields.has("apiKey") == (fields.has("client") || fields.has("secret"))) {
      problems.add(piece.place(), "an identity is either " + forms + "; write one of them");
      return Optional.empty();
    }
    if (fields.has("apiKey")) {
      return fields.required("apiKey").flatMap(this::secret).map(Identity.ApiKey::new);
    }
    var secret = fields.required("secret").flatMap(this::secret);
    return fields
        .required("client")
        .flatMap(value -> fields.text("client", value))
        .flatMap(text -> secret.flatMap(s -> client(fields, text, s)));
  }

  private static Optional<Identity> client(Fields fields, Text id, SecretRef secret) {
    return fields.shown("client", id, text -> new Identity.Client(text, secret));
  }

  private Optional<Target> target(Piece piece) {
    var forms = "\"files\", \"pull\" or {namespace: NAME, kubeconfig: …}";
    if (piece instanceof Text text && text.value().equals("files")) {
      return Optional.of(new Target.Files());
    }
    if (piece instanceof Text text && text.value().equals("pull")) {
      return Optional.of(new Target.Pull());
    }
    var mapping = mapping("a target", piece, forms);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    var fields = new Fields("a target", mapping.get(), NAMESPACE, problems);
    var namespace = fields.name("namespace");
    var kubeconfig = fields.required("kubeconfig").flatMap(this::secret);
    var context = fields.has("context") ? context(fields) : Optional.<String>empty();
    return both(namespace, kubeconfig, (n, k) -> new Target.Namespace(k, context, n));
  }

  private static Optional<String> context(Fields fields) {
    return fields
        .required("context")
        .flatMap(value -> fields.text("context", value))
        .flatMap(text -> fields.shown("context", text, ClusterReader::contextName));
  }

  private static String contextName(String text) {
    if (text.isEmpty() || text.length() > LONGEST_CONTEXT || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "a context is one line of 1 to " + LONGEST_CONTEXT + " characters");
    }
    return text;
  }

  /** A secret; neither its text nor anything that may be one gets into a problem. */
  private Optional<SecretRef> secret(Piece piece) {
    if (!(piece instanceof Piece.Mapping(var entries, _)) || entries.size() != 1) {
      problems.add(piece.place(), "a secret is " + SECRET_FORMS + "; write it so");
      return Optional.empty();
    }
    var key = entries.getFirst().key();
    return switch (key.value()) {
      case "file" -> secret(piece, "file", SecretRef.FromFile::new);
      case "env" -> secret(piece, "env", SecretRef.FromEnvironment::new);
      case "value" -> secret(piece, "value", text -> new SecretRef.Inline(new SecretText(text)));
      default -> {
        problems.add(key.place(), "this key is not known; a secret is " + SECRET_FORMS);
        yield Optional.empty();
      }
    };
  }

  private Optional<SecretRef> secret(Piece piece, String key, Function<String, SecretRef> maker) {
    var fields = new Fields("a secret", (Piece.Mapping) piece, List.of(key), problems);
    return fields
        .required(key)
        .flatMap(value -> fields.text(key, value))
        .flatMap(text -> fields.hidden(key, text, maker));
  }

  private Optional<Piece.Mapping> mapping(String what, Piece piece, String form) {
    if (piece instanceof Piece.Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(piece.place(), "%s is %s, not %s".formatted(what, form, piece.kind()));
    return Optional.empty();
  }

  private static <A, B, T> Optional<T> both(
      Optional<A> a, Optional<B> b, BiFunction<A, B, T> maker) {
    return a.flatMap(x -> b.map(y -> maker.apply(x, y)));
  }

  /** A cluster as it stands in the file. */
  record Unplaced(
      Name name,
      Name tenant,
      Name carrier,
      Identity identity,
      Target target,
      Optional<Workload> workload,
      Place place) {

    Enrolment on(Carrier where) {
      return new Enrolment(name, tenant, where, identity, target, workload);
    }
  }
}
