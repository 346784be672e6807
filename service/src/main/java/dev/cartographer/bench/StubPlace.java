package dev.cartographer.bench;

import dev.cartographer.bench.StubCounts.Kind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One stub at its port, in whatever mood it is. */
final class StubPlace implements Handler<HttpServerRequest> {
  private final Handler<HttpServerRequest> well;
  private final StubCounts counts;
  private final AtomicLong second = new AtomicLong();
  private final AtomicInteger inSecond = new AtomicInteger();
  private volatile Mood mood = new Mood.Well();

  StubPlace(Handler<HttpServerRequest> well, StubCounts counts) {
    this.well = well;
    this.counts = counts;
  }

  void be(Mood other) {
    mood = other;
  }

  @Override
  public void handle(HttpServerRequest request) {
    switch (mood) {
      case Mood.Well() -> well.handle(request);
      case Mood.Down() -> refuse(request, 503);
      case Mood.Hanging() -> counts.count(Kind.FAILED);
      case Mood.Resetting() -> {
        counts.count(Kind.FAILED);
        var _ = request.connection().close();
      }
      case Mood.Limited(var perSecond) -> {
        if (free(perSecond)) {
          well.handle(request);
        } else {
          refuse(request, 429);
        }
      }
    }
  }

  private boolean free(int perSecond) {
    var now = System.nanoTime() / 1_000_000_000;
    var before = second.getAndSet(now);
    if (before != now) {
      inSecond.set(0);
    }
    return inSecond.incrementAndGet() <= perSecond;
  }

  private void refuse(HttpServerRequest request, int status) {
    counts.count(Kind.FAILED);
    request.response().putHeader("Retry-After", "1");
    StubAnswer.json(request, status, "{\"error\":\"temporarily_unavailable\"}");
  }
}
