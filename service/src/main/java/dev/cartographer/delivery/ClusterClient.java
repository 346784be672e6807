package dev.cartographer.delivery;

import dev.cartographer.delivery.Kubeconfig.Credential;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.limit.Guard;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.limit.Outage;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks one API server and waits for the whole answer; meant for virtual threads.
 *
 * <p>Requests are made here and not by fabric8's own operations, which repeat them, follow
 * redirects, name no field manager at creation and drop {@code Retry-After}.
 *
 * <p>Held by the cache and by each present use; the last to let go closes the connections.
 */
final class ClusterClient implements AutoCloseable {
  private final Kubeconfig kubeconfig;
  private final HttpClient http;
  private final Guard guard;
  private final Duration patience;
  private final Clock clock;
  private final AtomicInteger holders = new AtomicInteger(1);

  ClusterClient(
      Kubeconfig kubeconfig, HttpClient http, Guard guard, Duration patience, Clock clock) {
    this.kubeconfig = kubeconfig;
    this.http = http;
    this.guard = guard;
    this.patience = patience;
    this.clock = clock;
  }

  /** Takes hold of it; false when it is closed already. */
  boolean take() {
    return holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  @Override
  public void close() {
    if (holders.decrementAndGet() == 0) {
      http.close();
    }
  }

  /** Scheme, host and port, for people. */
  String server() {
    return kubeconfig.server().getScheme() + "://" + kubeconfig.server().getRawAuthority();
  }

  Credential credential() {
    return kubeconfig.credential();
  }

  /**
   * Sends one request, when the server's gate lets it: an API server that hangs is not asked by all
   * of its clusters at once.
   *
   * @throws DependencyFailure when no whole answer came, to this request or to those before it that
   *     shut the gate; any status is an answer
   * @throws HeldBack when it was not sent, since others keep the server busy
   */
  ApiAnswer send(ApiRequest request) {
    try {
      return guard.pass(false, () -> answer(request));
    } catch (HeldBack held) {
      throw guard.outage().<RuntimeException>map(outage -> unsent(outage, held)).orElse(held);
    }
  }

  /** Whoever shares the failing server has its failure too, and is told so. */
  private DependencyFailure unsent(Outage outage, HeldBack held) {
    var fault = outage.fault();
    var wait = Duration.between(clock.instant(), held.held().until());
    return new DependencyFailure(
        new Fault(fault.dependency(), fault.kind(), fault.detail(), Optional.of(wait)), held);
  }

  private ApiAnswer answer(ApiRequest request) {
    var body = new BoundedBody();
    var head = http.consumeBytes(prepared(request), body);
    var answered = head.thenCompose(response -> whole(response, body));
    try {
      return answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Now, or when the head does come: an answer left unread would keep its connection.
      var _ = head.thenAccept(response -> response.body().cancel());
      throw failure(
          FaultKind.TIMEOUT, request, "no answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw unanswered(request, body.tooLong() ? Mishap.TOO_LONG : Mishap.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var fault = new Fault(Dependency.CARTOGRAPHER, FaultKind.LOCAL, "stopped while waiting");
      throw new DependencyFailure(fault, e);
    }
  }

  private static CompletableFuture<ApiAnswer> whole(
      HttpResponse<AsyncBody> response, BoundedBody body) {
    var retryAfter = Optional.ofNullable(response.header("Retry-After"));
    response.body().consume();
    return response
        .body()
        .done()
        .thenApply(_ -> ApiAnswer.of(response.code(), retryAfter, body.bytes()));
  }

  private HttpRequest prepared(ApiRequest request) {
    var base = kubeconfig.server().toString().replaceFirst("/+$", "");
    var builder =
        http.newHttpRequestBuilder()
            .uri(base + request.target())
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .header("Accept", "application/json")
            .header("User-Agent", "cartographer");
    if (credential() instanceof Credential.Bearer(var token)) {
      builder.header("Authorization", "Bearer " + token.reveal());
    }
    request.body().ifPresent(body -> builder.method(request.method(), request.contentType(), body));
    return builder.build();
  }

  private DependencyFailure unanswered(ApiRequest request, Mishap mishap, Exception e) {
    var why = Excerpt.of(mishap.words(), List.of(credential().secret()));
    return failure(mishap.kind(), request, why, e);
  }

  private DependencyFailure failure(
      FaultKind kind, ApiRequest request, String why, Exception cause) {
    var detail = request.method() + " to the cluster's API server " + server() + ": " + why;
    return new DependencyFailure(new Fault(Dependency.CLUSTER, kind, detail), cause);
  }
}
