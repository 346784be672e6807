package dev.cartographer.exchange;

import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.limit.HeldBack;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Asks once for what several threads want at the same time: whoever asks for what is being asked
 * for already waits for that answer and shares it, success or failure. A failure is never kept.
 *
 * @param answers what is known and what is being asked for
 */
record SingleFlight<K, V>(ConcurrentMap<K, CompletableFuture<V>> answers) {

  /**
   * The answer for a key; {@code ask} runs in the calling thread, unless there is one already or
   * another thread is asking.
   */
  V get(K key, Supplier<V> ask) {
    var mine = new CompletableFuture<V>();
    var shared = answers.putIfAbsent(key, mine);
    return shared == null ? asked(key, mine, ask) : await(shared);
  }

  private V asked(K key, CompletableFuture<V> mine, Supplier<V> ask) {
    try {
      var answer = ask.get();
      mine.complete(answer);
      return answer;
    } catch (RuntimeException | Error failure) {
      // Removed first: whoever is woken by the failure and asks again must not meet it again.
      answers.remove(key, mine);
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  private static <V> V await(CompletableFuture<V> shared) {
    try {
      return shared.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DependencyFailure failure) {
        throw new DependencyFailure(failure.fault(), failure);
      }
      if (e.getCause() instanceof HeldBack held) {
        throw held;
      }
      throw e;
    }
  }
}
