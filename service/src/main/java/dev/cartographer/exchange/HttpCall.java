package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One request under way: runs on the client's event loop, answers one waiting thread. */
final class HttpCall {
  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
  private final Buffer received = Buffer.buffer();
  private final HttpAsk ask;
  private final Instant sentAt;
  private volatile @Nullable HttpClientRequest request;

  HttpCall(HttpAsk ask, Instant sentAt) {
    this.ask = ask;
    this.sentAt = sentAt;
  }

  Future<HttpAnswer> answer() {
    return answer;
  }

  void connected(HttpClientRequest opened) {
    request = opened;
    if (answer.isDone()) {
      opened.reset();
      return;
    }
    opened.exceptionHandler(this::failed);
    opened.response().onComplete(this::answered, this::failed);
    var _ =
        ask.contentType().isEmpty() ? opened.end() : opened.end(Buffer.buffer(ask.body().reveal()));
  }

  void failed(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  /** Closes the connection (HTTP/2: the stream) unless the whole answer is here. */
  void abandon() {
    if (answer.isDone() && !answer.isCompletedExceptionally()) {
      return;
    }
    answer.cancel(false);
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
    if (received.length() + part.length() > OutboundHttp.LONGEST_BODY) {
      failed(Mishap.badResponse("more than " + OutboundHttp.LONGEST_BODY / 1024 + " KiB"));
      abandon();
      return;
    }
    received.appendBuffer(part);
  }

  private void ended(HttpClientResponse response) {
    answer.complete(
        new HttpAnswer(
            response.statusCode(),
            Optional.ofNullable(response.getHeader("Content-Type")),
            Optional.ofNullable(response.getHeader("Retry-After")),
            new SecretText(received.toString(StandardCharsets.UTF_8)),
            sentAt));
  }
}
