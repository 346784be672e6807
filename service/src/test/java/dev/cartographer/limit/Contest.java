package dev.cartographer.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.NullMarked;

/**
 * A server with a queue, and clients that send it as much as their limit allows. Time is in
 * milliseconds; a call given up after five seconds is dropped, and worked on nevertheless.
 */
@NullMarked
final class Contest {
  private static final int PATIENCE = 5_000;
  private static final int FAILS_AFTER = 10;

  private final LongUnaryOperator workers;
  private final LongToDoubleFunction service;
  private final double failing;
  private final int room;
  private final SplittableRandom random = new SplittableRandom(1);
  private final PriorityQueue<Long> free = new PriorityQueue<>();
  private final PriorityQueue<Call> calls =
      new PriorityQueue<>(Comparator.comparingLong(Call::endsAt));
  private final List<Client> clients = new ArrayList<>();
  private int inSystem;
  private long now;

  private record Call(Client client, long sentAt, long endsAt, boolean answered, boolean queued) {}

  /**
   * A server.
   *
   * @param workers how many calls it works on at once, at a time
   * @param service how long one takes, at a time
   * @param failing share of the calls that fail at once, whatever the load
   * @param room how many calls may be in the server before it refuses more (503)
   */
  Contest(LongUnaryOperator workers, LongToDoubleFunction service, double failing, int room) {
    this.workers = workers;
    this.service = service;
    this.failing = failing;
    this.room = room;
  }

  /** One that sends as much as it may, from a time on, or only so many a second. */
  final class Client {
    private final Contender limit;
    private final long from;
    private final double perSecond;
    private final List<long[]> answers = new ArrayList<>();
    private final List<long[]> limits = new ArrayList<>();
    private double wanted;
    private int inFlight;
    private int dropped;

    private Client(Contender limit, long from, double perSecond) {
      this.limit = limit;
      this.from = from;
      this.perSecond = perSecond;
    }

    int limit() {
      return limit.limit();
    }

    int dropped() {
      return dropped;
    }

    /** Answers a second between two times. */
    double rate(long from, long until) {
      return answers.stream().filter(a -> from <= a[0] && a[0] < until).count()
          * 1000.0
          / (until - from);
    }

    /** How long calls took, between two times, at this share of them. */
    long took(long from, long until, double share) {
      var took =
          answers.stream()
              .filter(a -> from <= a[0] && a[0] < until)
              .mapToLong(a -> a[1])
              .sorted()
              .toArray();
      return took.length == 0 ? -1 : took[(int) (share * (took.length - 1))];
    }

    /** When the limit was at most that for the first time from a time on; below zero if never. */
    long limitFellTo(int most, long from) {
      return limits.stream()
          .filter(l -> l[0] >= from && l[1] <= most)
          .mapToLong(l -> l[0])
          .findFirst()
          .orElse(-1);
    }

    /** The highest limit between two times. */
    long highest(long from, long until) {
      return limits.stream()
          .filter(l -> from <= l[0] && l[0] < until)
          .mapToLong(l -> l[1])
          .max()
          .orElse(-1);
    }

    private void send() {
      while (inFlight < limit.limit() && now >= from && wanted >= 1) {
        wanted -= 1;
        inFlight++;
        calls.add(call(this));
      }
    }

    private void end(Call call) {
      var took = Duration.ofMillis(now - call.sentAt);
      if (call.answered) {
        limit.answered(now, took, inFlight);
        answers.add(new long[] {now, took.toMillis()});
      } else {
        dropped++;
        limit.dropped(now, took, inFlight);
      }
      inFlight--;
    }
  }

  Client client(Contender limit, Duration from, double perSecond) {
    var client = new Client(limit, from.toMillis(), perSecond);
    clients.add(client);
    return client;
  }

  private Call call(Client client) {
    if (random.nextDouble() < failing) {
      return new Call(client, now, now + FAILS_AFTER, false, false);
    }
    if (inSystem >= room) {
      return new Call(client, now, now + FAILS_AFTER, false, false);
    }
    inSystem++;
    resize();
    var begins = Math.max(now, free.remove());
    var ends = begins + Math.max(1, Math.round(service.applyAsDouble(begins)));
    free.add(ends);
    return ends - now > PATIENCE
        ? new Call(client, now, now + PATIENCE, false, true)
        : new Call(client, now, ends, true, true);
  }

  private void resize() {
    var wanted = workers.applyAsLong(now);
    while (free.size() < wanted) {
      free.add(now);
    }
    while (free.size() > wanted) {
      free.remove();
    }
  }

  void run(Duration length) {
    for (; now < length.toMillis(); now++) {
      while (!calls.isEmpty() && calls.peek().endsAt <= now) {
        var call = calls.remove();
        inSystem -= call.queued ? 1 : 0;
        call.client.end(call);
      }
      for (var client : clients) {
        client.wanted =
            client.perSecond == 0
                ? Integer.MAX_VALUE
                : Math.min(10_000, client.wanted + client.perSecond / 1000);
        client.send();
        if (now % 100 == 0) {
          client.limits.add(new long[] {now, client.limit()});
        }
      }
    }
  }

  /** The service time of a server that now and then takes longer, with this mean. */
  static LongToDoubleFunction noisy(double mean, long seed) {
    var random = new SplittableRandom(seed);
    return _ -> {
      var uniform = random.nextDouble();
      return uniform < 0.05 ? mean * (2 + 18 * random.nextDouble()) : mean * (0.3 + 0.3 * uniform);
    };
  }
}
