package dev.cartographer.delivery;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Carrier;
import dev.cartographer.fleet.Cluster;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.time.Instant;

/** The cluster {@code acme-payments}, its bindings and its tokens. */
final class Acme {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Acme() {}

  static Binding binding(Signal signal, Target target) {
    var carrier = new Carrier(new Name("dal10-carrier1"), new Name("us-south"));
    var identity = new Identity.ApiKey(new SecretRef.FromFile("acme/key"));
    return new Binding(
        new Cluster(3, new Name("acme-payments"), new Name("acme"), carrier, identity, target, 1),
        signal);
  }

  static ServiceToken token(long generation) {
    return token(generation, "token-of-generation-" + generation + "-of-acme");
  }

  static ServiceToken token(long generation, String text) {
    var issuedAt = NOON.plusSeconds(generation);
    return new ServiceToken(new SecretText(text), issuedAt, issuedAt.plusSeconds(3600));
  }

  /** A token whose predecessor is kept. */
  static ServiceToken keeping(long generation) {
    var token = token(generation);
    return new ServiceToken(token.text(), token.issuedAt(), token.expiresAt(), true);
  }

  /** A token as it is kept beside its successor. */
  static Replaced replaced(long generation, int tries) {
    var since = NOON.plusSeconds(generation + 1);
    return new Replaced(token(generation).text(), note(generation), since, tries);
  }

  static Note note(long generation) {
    return Note.of(generation, token(generation));
  }
}
