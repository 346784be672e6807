package dev.cartographer.bench;

import dev.cartographer.store.Database;
import dev.cartographer.store.LocalPostgres;
import dev.cartographer.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

final class Try {
  public static void main(String[] args) throws Exception {
    var launcher = args[0];
    var clusters = Integer.parseInt(args[1]);
    var seconds = Integer.parseInt(args[2]);
    var dir = Path.of(args[3]);
    java.nio.file.Files.createDirectories(dir);
    var waiting = new Waiting(Clock.systemUTC());
    try (var web = new Web();
        var stubs = StubProcess.start(20, Duration.ofHours(1), dir.resolve("stubs.log"), web, waiting)) {
      var place = Place.make(dir.resolve("data"), stubs);
      var began = System.nanoTime();
      try (var local = LocalPostgres.start(place.postgres(), LocalPostgres.usualBinaries(System.getenv()));
          var store = Store.open(Database.open(local.url(), local.username(), local.password(), 4), place.keys())) {
        new BenchFleet(clusters, 20).enrol(store.fleet(), waiting.now(), n -> System.err.println("enrolled " + n));
      }
      System.err.printf("enrolled in %.1f s%n", (System.nanoTime() - began) / 1e9);
      try (var served = Served.start(launcher, place, web, waiting)) {
        waiting.until("all", served.child(), () -> served.delivered() >= 2L * clusters);
        System.err.printf("all delivered, failed %d; counts %s%n", served.failed(), stubs.counts());
        for (int round = 0; round < 3; round++) {
          var pid = served.child().pid();
          for (int i = 0; i < 20; i++) served.rotate(i);
          var before = served.delivered();
          var counts = stubs.counts();
          var cpu = served.cpu();
          var java = Usage.cpu(java.util.stream.Stream.of(ProcessHandle.of(pid).get()));
          var stub = Usage.cpu(java.util.stream.Stream.of(ProcessHandle.of(stubs.pid()).get()));
          var t0 = System.nanoTime();
          var end = t0 + seconds * 1_000_000_000L;
          waiting.until("time", served.child(), () -> System.nanoTime() > end || served.delivered() - before >= 2L * clusters);
          var n = served.delivered() - before;
          var t = (System.nanoTime() - t0) / 1e9;
          var after = stubs.counts();
          var cpu2 = served.cpu();
          System.err.printf("%d renewals in %.1f s: %.0f/s; cpu %.0f us (java %.0f, stubs %.0f) ; %s%n", n, t, n / t,
              cpu2.minus(cpu).toNanos() / 1e3 / n,
              Usage.cpu(java.util.stream.Stream.of(ProcessHandle.of(pid).get())).minus(java).toNanos() / 1e3 / n,
              Usage.cpu(java.util.stream.Stream.of(ProcessHandle.of(stubs.pid()).get())).minus(stub).toNanos() / 1e3 / n,
              after.entrySet().stream().map(e -> e.getKey() + "=" + String.format("%.2f", (e.getValue() - counts.get(e.getKey())) / (double) n)).toList());
          waiting.until("all", served.child(), () -> served.delivered() - before >= 2L * clusters);
          if (round == 1 && args.length > 4) Thread.sleep(Long.parseLong(args[4]) * 1000);
        }
        System.err.printf("failed %d%n", served.failed());
      }
    }
    System.exit(0);
  }
}
