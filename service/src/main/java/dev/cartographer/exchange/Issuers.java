package dev.cartographer.exchange;

import dev.cartographer.fault.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The metadata of the issuers in use, read when it is first needed and again every ten minutes.
 *
 * <p>What was read last is used for as long as it can't be read again: an issuer whose metadata is
 * gone for a while still issues. A first failure is shared by those who wait and never kept.
 */
final class Issuers {
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration TRY_AGAIN = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final OutboundHttp http;
  private final Clock clock;
  private final Map<Issuer, CompletableFuture<Known>> known = new ConcurrentHashMap<>();

  Issuers(OutboundHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /** What was read, and when it is to be read again. */
  private record Known(IssuerMetadata metadata, Instant staleAt, AtomicBoolean beingRead) {
    Known(IssuerMetadata metadata, Instant staleAt) {
      this(metadata, staleAt, new AtomicBoolean());
    }
  }

  /**
   * The metadata of an issuer; one thread reads, the others wait, or go on with what was read
   * before.
   *
   * @throws Mishap when it was never read and can't be now
   */
  IssuerMetadata of(Issuer issuer, Optional<TlsIdentity> identity) {
    var mine = new CompletableFuture<Known>();
    var shared = known.putIfAbsent(issuer, mine);
    if (shared == null) {
      return first(issuer, identity, mine);
    }
    var latest = await(shared);
    if (clock.instant().isBefore(latest.staleAt) || !latest.beingRead.compareAndSet(false, true)) {
      return latest.metadata;
    }
    return again(issuer, identity, latest);
  }

  private IssuerMetadata first(
      Issuer issuer, Optional<TlsIdentity> identity, CompletableFuture<Known> mine) {
    try {
      var metadata = read(issuer, identity);
      mine.complete(new Known(metadata, clock.instant().plus(FRESH)));
      return metadata;
    } catch (RuntimeException | Error failure) {
      // Removed first: whoever is woken by the failure and asks again must not meet it again.
      known.remove(issuer, mine);
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  private IssuerMetadata again(Issuer issuer, Optional<TlsIdentity> identity, Known before) {
    var next = new Known(before.metadata, clock.instant().plus(TRY_AGAIN));
    try {
      next = new Known(read(issuer, identity), clock.instant().plus(FRESH));
    } catch (Mishap stillAsBefore) {
      // Whoever asks for a token next finds out whether the issuer itself is gone.
    }
    known.put(issuer, CompletableFuture.completedFuture(next));
    return next.metadata;
  }

  private IssuerMetadata read(Issuer issuer, Optional<TlsIdentity> identity) {
    var status = 0;
    for (var place : issuer.wellKnown()) {
      var answer = http.send(HttpAsk.get(new Reached(place, identity), TIMEOUT));
      status = answer.status();
      if (status == 200) {
        return parsed(answer, issuer);
      }
      if (status >= 500 || status == 429) {
        break;
      }
    }
    throw unread(status);
  }

  private static Mishap unread(int status) {
    var what = "answered " + status + " to the question for its metadata";
    var kind =
        switch (status) {
          case 429 -> FaultKind.HTTP_429;
          default -> status >= 500 ? FaultKind.HTTP_5XX : FaultKind.BAD_RESPONSE;
        };
    return new Mishap(kind, what, null);
  }

  private static IssuerMetadata parsed(HttpAnswer answer, Issuer issuer) {
    if (!answer.isJson()) {
      throw Mishap.badResponse("metadata that is not application/json");
    }
    return IssuerMetadata.in(StrictJson.object(answer.body().reveal()), issuer);
  }

  private static Known await(CompletableFuture<Known> shared) {
    try {
      return shared.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
