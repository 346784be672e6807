package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetEvent.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes carriers and clusters of pieces, reporting whatever does not fit. */
final class ClusterReader {
  private static final List<String> CARRIER = List.of("name", "region");
  private static final List<String> CLUSTER =
      List.of("name", "tenant", "carrier", "identity", "target", "agents", "workload");
  private static final List<String> NAMESPACE = List.of("namespace", "kubeconfig", "context");
  private static final String AGENTS_OF_PULL =
      "agents of a cluster with the target \"pull\" can't be configured from here: nothing is"
          + " delivered there; leave \"agents\" out and configure them there";
  private static final Optional<Agents> NO_AGENTS = Optional.of(Agents.NONE);

  private final FleetProblems problems;
  private final SecretReader secrets;
  private final IdentityReader identities;
  private final AgentsReader agents;
  private final WorkloadReader workloads;

  ClusterReader(FleetProblems problems) {
    this.problems = problems;
    this.secrets = new SecretReader(problems);
    this.identities = new IdentityReader(problems, secrets);
    this.agents = new AgentsReader(problems);
    this.workloads = new WorkloadReader(problems, secrets);
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
    var target = fields.required("target").flatMap(this::target);
    var identity = fields.required("identity").flatMap(p -> identity(p, target));
    var shipping =
        fields.has("agents") ? fields.required("agents").flatMap(agents::read) : NO_AGENTS;
    var workload =
        fields
            .optional("workload")
            .flatMap(p -> mapping("a workload", p, WorkloadReader.FORM))
            .flatMap(workloads::workload);
    target.filter(Target.Pull.class::isInstance).ifPresent(_ -> checkPull(fields, piece.place()));
    if (name.isEmpty()
        || tenant.isEmpty()
        || carrier.isEmpty()
        || identity.isEmpty()
        || target.isEmpty()
        || shipping.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Unplaced(
            name.get(),
            tenant.get(),
            carrier.get(),
            identity.get(),
            target.get(),
            shipping.get(),
            workload,
            piece.place()));
  }

  /** Agents of such a cluster prove who they are, and are configured where they are. */
  private void checkPull(Fields fields, Place cluster) {
    if (!fields.has("workload")) {
      problems.add(cluster, "a cluster with the target \"pull\" needs \"workload\"; add it");
    }
    fields.optional("agents").ifPresent(agents -> problems.add(agents.place(), AGENTS_OF_PULL));
  }

  private Optional<Identity> identity(Piece piece, Optional<Target> target) {
    return mapping("an identity", piece, IdentityReader.FORMS)
        .flatMap(mapping -> identities.identity(mapping, target));
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
    var kubeconfig = fields.required("kubeconfig").flatMap(secrets::secret);
    var context = fields.optional("context", Target.Namespace::checkedContext);
    return context.flatMap(
        c -> both(namespace, kubeconfig, (n, k) -> new Target.Namespace(k, c, n)));
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
      Agents agents,
      Optional<Workload> workload,
      Place place) {

    Enrolment on(Carrier where) {
      return new Enrolment(name, tenant, where, identity, target, agents, workload);
    }
  }
}
