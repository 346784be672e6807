package dev.cartographer.fleet;

import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes references to secrets; neither a secret nor what may be one gets into a problem. */
final class SecretReader {
  private static final String FORMS = "one of {file: NAME}, {env: NAME}, {value: TEXT}";

  private final FleetProblems problems;

  SecretReader(FleetProblems problems) {
    this.problems = problems;
  }

  Optional<SecretRef> secret(Piece piece) {
    if (!(piece instanceof Piece.Mapping(var entries, _)) || entries.size() != 1) {
      problems.add(piece.place(), "a secret is " + FORMS + "; write it so");
      return Optional.empty();
    }
    var key = entries.getFirst().key();
    return switch (key.value()) {
      case "file" -> secret(piece, "file", SecretRef.FromFile::new);
      case "env" -> secret(piece, "env", SecretRef.FromEnvironment::new);
      case "value" -> secret(piece, "value", text -> new SecretRef.Inline(new SecretText(text)));
      default -> {
        problems.add(key.place(), "this key is not known; a secret is " + FORMS);
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
}
