package dev.cartographer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.rotation.StoreFailure;
import dev.cartographer.testing.RealPostgres;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class DatabaseTest {

  @Test
  void aTransactionThatGaveWayToAnotherIsDoneAgain() throws Exception {
    try (var database = RealPostgres.newDatabase();
        var pool = Executors.newFixedThreadPool(2)) {
      database.with((Handle h) ->
          h.execute("insert into carrier (name, region) values ('a', '0'), ('b', '0')"));
      var bothHoldOne = new CyclicBarrier(2);

      var results =
          pool.invokeAll(
              List.of(
                  () -> crossing(database, bothHoldOne, "a", "b"),
                  () -> crossing(database, bothHoldOne, "b", "a")));
      for (var result : results) {
        result.get();
      }

      assertThat(
              database.with((Handle h) ->
                  h.createQuery("select region from carrier").mapTo(String.class).list()))
          .containsExactly("2", "2");
    }
  }

  /** As by a process that is halted between a statement and its commit, or cut off. */
  @Test
  void whatATransactionThatStandsStillHoldsIsFreed() throws Exception {
    try (var database = RealPostgres.newDatabase();
        var pool = Executors.newFixedThreadPool(1)) {
      database.with(
          (Handle h) -> h.execute("insert into carrier (name, region) values ('a', '0')"));
      var holds = new CountDownLatch(1);
      var goesOn = new CountDownLatch(1);
      var standing =
          pool.submit(() ->
              database.inTransaction((Handle h) -> {
                count(h, "a");
                holds.countDown();
                await(goesOn);
                return count(h, "a");
              }));
      holds.await();

      int other;
      try {
        other = database.inTransaction((Handle h) -> count(h, "a"));
      } finally {
        goesOn.countDown();
      }

      assertThat(other).isEqualTo(1);
      assertThatThrownBy(standing::get).hasCauseInstanceOf(StoreFailure.class);
      assertThat(
              database.with((Handle h) ->
                  h.createQuery("select region from carrier").mapTo(String.class).list()))
          .containsExactly("1");
    }
  }

  /** Takes two rows one after the other; at the first try, once the other holds its first. */
  private static int crossing(
      Database database, CyclicBarrier bothHoldOne, String first, String second) {
    var tries = new AtomicInteger();
    return database.inTransaction((Handle h) -> {
      count(h, first);
      if (tries.incrementAndGet() == 1) {
        await(bothHoldOne);
      }
      return count(h, second);
    });
  }

  private static int count(Handle h, String name) {
    return h.execute("update carrier set region = (region::int + 1)::text where name = ?", name);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
