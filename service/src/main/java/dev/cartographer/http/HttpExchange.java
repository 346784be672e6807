package dev.cartographer.http;

import dev.cartographer.secret.SecretText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One request under way: runs on the client's event loop, answers one waiting thread. */
final class HttpExchange {
  private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
  private final Buffer received = Buffer.buffer();
  private final Optional<SecretText> body;
  private volatile @Nullable HttpClientRequest request;

  HttpExchange(Optional<SecretText> body) {
    this.body = body;
  }

  Future<HttpReply> reply() {
    return reply;
  }

  /** Whether there was a connection to send it on. */
  boolean sent() {
    return request != null;
  }

  void connected(HttpClientRequest opened) {
    request = opened;
    if (reply.isDone()) {
      opened.reset();
      return;
    }
    opened.exceptionHandler(this::failed);
    opened.response().onComplete(this::answered, this::failed);
    var _ = body.map(text -> opened.end(Buffer.buffer(text.reveal()))).orElseGet(opened::end);
  }

  void failed(Throwable failure) {
    reply.completeExceptionally(failure);
  }

  /** Closes the connection (HTTP/2: the stream) unless the whole answer is here. */
  void abandon() {
    if (reply.isDone() && !reply.isCompletedExceptionally()) {
      return;
    }
    reply.cancel(false);
    var open = request;
    if (open != null) {
      open.reset();
    }
  }

  private void answered(HttpClientResponse response) {
    response.exceptionHandler(this::failed);
    response.handler(this::received);
    response.endHandler(_ -> ended(response));
  }

  private void received(Buffer part) {
    if (received.length() + part.length() > HttpSender.LONGEST_BODY) {
      failed(new AnswerTooLong());
      abandon();
      return;
    }
    received.appendBuffer(part);
  }

  private void ended(HttpClientResponse response) {
    var headers = new HashMap<String, String>();
    response
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    reply.complete(
        new HttpReply(response.statusCode(), headers, received.toString(StandardCharsets.UTF_8)));
  }

  /** More than anybody should say. */
  static final class AnswerTooLong extends RuntimeException {}
}
