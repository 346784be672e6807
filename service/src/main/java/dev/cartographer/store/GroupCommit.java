package dev.cartographer.store;

import dev.cartographer.rotation.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * Lets many threads share one transaction: what arrives while a commit is under way goes with the
 * next one. Each caller waits until its own item is durable.
 *
 * @param <T> an item to write
 * @param <R> what its writing came to
 */
final class GroupCommit<T, R> implements AutoCloseable {
  private static final int MOST = 500;

  private record Waiting<T, R>(T item, CompletableFuture<R> result) {}

  private final BlockingQueue<Waiting<T, R>> queue = new LinkedBlockingQueue<>();
  private final Function<List<T>, List<R>> commit;
  private final Thread writer;

  /**
   * Starts the writer.
   *
   * @param commit writes all items in one transaction and answers for each, in order; throws {@link
   *     StoreFailure} when none was written
   */
  GroupCommit(String name, Function<List<T>, List<R>> commit) {
    this.commit = commit;
    this.writer = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /**
   * Writes one item and waits until it is durable.
   *
   * @throws StoreFailure when it was not written
   */
  R write(T item) {
    var waiting = new Waiting<T, R>(item, new CompletableFuture<>());
    queue.add(waiting);
    try {
      return waiting.result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreFailure failure) {
        throw new StoreFailure(failure.why(), failure);
      }
      throw e;
    }
  }

  private void run() {
    try {
      while (true) {
        var batch = new ArrayList<Waiting<T, R>>();
        batch.add(queue.take());
        queue.drainTo(batch, MOST - 1);
        commit(batch);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Waiting<T, R>> batch) {
    try {
      var results = commit.apply(batch.stream().map(Waiting::item).toList());
      for (var i = 0; i < batch.size(); i++) {
        batch.get(i).result.complete(results.get(i));
      }
    } catch (RuntimeException e) {
      batch.forEach(w -> w.result.completeExceptionally(e));
    }
  }

  /** Stops the writer; the caller has seen to it that nobody waits any more. */
  @Override
  public void close() {
    writer.interrupt();
  }
}
