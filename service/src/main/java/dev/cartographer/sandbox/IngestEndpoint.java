package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import dev.cartographer.sandbox.JwtCheck.Checked;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import java.util.Map;

/** Takes what agents ship: a request is taken whole or not at all. */
final class IngestEndpoint {
  private final Signal signal;
  private final JwtCheck tokens;
  private final Ledger ledger;

  IngestEndpoint(Signal signal, JwtCheck tokens, Ledger ledger) {
    this.signal = signal;
    this.tokens = tokens;
    this.ledger = ledger;
  }

  Reply answer(Asked asked) {
    if (!asked.method().equals("POST")) {
      return Reply.text(405, "lines are brought by POST").with("Allow", "POST");
    }
    var reply =
        asked
            .bearer()
            .map(token -> answer(asked.body(), new SecretText(token)))
            .orElseGet(BearerError::noToken);
    if (reply.status() == 401 || reply.status() == 403) {
      ledger.reject();
    }
    return reply;
  }

  private Reply answer(String body, SecretText token) {
    return switch (tokens.check(token.reveal())) {
      case Checked.Bad(var why) -> BearerError.invalidToken(why);
      case Checked.Good(var claims) -> take(body, claims.getSubject(), Fingerprint.of(token));
    };
  }

  private Reply take(String body, String subject, Fingerprint token) {
    var read = Line.in(body, signal);
    if (read.isEmpty()) {
      return BearerError.malformed("each line is a JSON object with cluster, sequence and content");
    }
    var lines = read.orElseThrow();
    if (!lines.stream().allMatch(line -> line.cluster().equals(subject))) {
      return BearerError.notYours();
    }
    ledger.accept(subject, token, lines.stream().map(Line::sequence).toList());
    return Reply.json(200, Map.of("accepted", lines.size()));
  }
}
