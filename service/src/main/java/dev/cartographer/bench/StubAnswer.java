package dev.cartographer.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** How every stub answers. */
final class StubAnswer {
  private StubAnswer() {}

  static void json(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(body))
        .onFailure(_ -> {}); // whoever asked has gone
  }
}
