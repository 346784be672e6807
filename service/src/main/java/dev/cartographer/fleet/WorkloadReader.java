package dev.cartographer.fleet;

import java.util.List;
import java.util.Optional;

/** Makes of a mapping who speaks for a cluster's agents. */
final class WorkloadReader {
  static final String FORM = "{issuer: …, subject: …, keys: …}";
  private static final List<String> KEYS = List.of("issuer", "subject", "keys");

  private final FleetProblems problems;
  private final SecretReader secrets;

  WorkloadReader(FleetProblems problems, SecretReader secrets) {
    this.problems = problems;
    this.secrets = secrets;
  }

  Optional<Workload> workload(Piece.Mapping mapping) {
    var fields = new Fields("a workload", mapping, KEYS, problems);
    var issuer = fields.needed("issuer", Workload::checked);
    var subject = fields.needed("subject", Workload::checked);
    var keys = fields.optional("keys").flatMap(secrets::secret);
    return issuer.flatMap(i -> subject.map(s -> new Workload(i, s, keys)));
  }
}
