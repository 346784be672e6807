package dev.cartographer.bench;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts what the stubs were asked, by what came of it. */
final class StubCounts {
  private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

  /** A request and its end. */
  enum Kind {
    /** IAM issued a token for an identity. */
    IAM,
    /** A service issued a token for an IAM token. */
    SERVICE,
    /** A Secret was read, be it there or not. */
    READ,
    /** A Secret was created or changed. */
    WRITTEN,
    /** A write came too late: the Secret was not as it had been read. */
    CONFLICT,
    /** A request that no right client makes. */
    REFUSED,
    /** Not answered well, as told. */
    FAILED
  }

  StubCounts() {
    for (var kind : Kind.values()) {
      counts.put(kind, new LongAdder());
    }
  }

  void count(Kind kind) {
    var adder = counts.get(kind);
    if (adder != null) {
      adder.increment();
    }
  }

  Map<Kind, Long> now() {
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue().sum(),
                (a, _) -> a,
                () -> new EnumMap<>(Kind.class)));
  }
}
