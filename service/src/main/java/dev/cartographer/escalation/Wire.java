package dev.cartographer.escalation;

import dev.cartographer.http.HttpSender;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.secret.SecretText;
import java.time.Clock;
import java.util.Optional;

/** What sinks send with. */
public record Wire(HttpSender http, SecretResolver secrets, Clock clock) {

  /** Reads the secret as it is now, so that a new one is taken up. */
  Call call(SecretRef secret) {
    return new Call(this, secrets.resolve(secret));
  }

  Call call(Optional<SecretRef> secret) {
    return new Call(this, secret.map(secrets::resolve).orElseGet(() -> new SecretText("")));
  }
}
