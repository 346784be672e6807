package dev.cartographer.escalation;

import dev.cartographer.http.HttpReply;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretText;
import java.util.TreeMap;

/** Requests and answers as they may be kept: without the secret that was sent along. */
final class Masked {
  private static final String MASK = "***";

  private Masked() {}

  /** The bytes of a request, but for {@code Authorization} and what every request has. */
  static String request(HttpRequest request, SecretText secret) {
    var text = new StringBuilder(request.method() + " " + request.to().uri() + "\n");
    new TreeMap<>(request.headers())
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    request.body().ifPresent(body -> text.append('\n').append(body.reveal()));
    return without(text.toString(), secret);
  }

  static String answer(HttpReply reply, SecretText secret) {
    return reply.status() + " " + excerpt(reply.body(), secret);
  }

  /** The beginning of a text that somebody sent back. */
  static String excerpt(String text, SecretText secret) {
    return Printable.sentence(without(text, secret));
  }

  private static String without(String text, SecretText secret) {
    return secret.isEmpty() ? text : text.replace(secret.reveal(), MASK);
  }
}
