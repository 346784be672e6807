package dev.cartographer.evidence;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request under way: runs on the client's event loop, answers one waiting thread. */
final class FetchCall {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final CompletableFuture<Fetched> answer = new CompletableFuture<>();
  private final Buffer received = Buffer.buffer();
  private final Clock clock;
  private final Instant asked;
  private volatile @Nullable HttpClientRequest request;

  FetchCall(Clock clock, Instant asked) {
    this.clock = clock;
    this.asked = asked;
  }

  Future<Fetched> answer() {
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
    var _ = opened.end();
  }

  void failed(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  boolean neverConnected() {
    return request == null;
  }

  /** Closes the connection unless the whole answer is here. */
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
    if (received.length() + part.length() > Fetch.LONGEST_BODY) {
      failed(new Unfetched("answered with more than " + Fetch.LONGEST_BODY / 1024 + " KiB"));
      abandon();
      return;
    }
    received.appendBuffer(part);
  }

  private void ended(HttpClientResponse response) {
    var now = clock.instant();
    answer.complete(
        new Fetched(
            response.statusCode(),
            received.toString(StandardCharsets.UTF_8),
            theirClock(response.getHeader("Date"), response.getHeader("Age")),
            now,
            now.isBefore(asked) ? Duration.ZERO : Duration.between(asked, now)));
  }

  private static Optional<Instant> theirClock(@Nullable String date, @Nullable String age) {
    if (date == null) {
      return Optional.empty();
    }
    try {
      var told = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip()));
      var old = age != null && SECONDS.matcher(age.strip()).matches() ? age.strip() : "0";
      return Optional.of(told.plusSeconds(Long.parseLong(old)));
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }
}
