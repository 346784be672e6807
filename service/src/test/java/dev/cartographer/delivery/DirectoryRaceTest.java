package dev.cartographer.delivery;

import static dev.cartographer.fleet.Signal.LOGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Fingerprint;
import dev.cartographer.token.Held;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRaceTest {
  private static final Binding LOGS_OF_ACME = Acme.binding(LOGS, new Target.Files());

  @TempDir Path root;

  @Test
  void ofManyWritersTheHighestGenerationWinsAndNoReaderSeesAMismatch() throws Exception {
    new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC())
        .deliver(LOGS_OF_ACME, Acme.token(1), Acme.note(1));
    var written = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var readers = Executors.newFixedThreadPool(2)) {
      var raw = readers.submit(() -> agentUntil(written));
      var held = readers.submit(() -> heldUntil(written));

      for (var writer : threads.invokeAll(writers(2, 400))) {
        writer.get();
      }
      written.countDown();

      assertThat(raw.get()).isEmpty();
      assertThat(held.get()).isEmpty();
    }
    assertThat(new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC()).held(LOGS_OF_ACME))
        .isEqualTo(new Held.Present(Acme.note(400)));
  }

  /** Nearly in order, so that most of them do write; each with a delivery of its own. */
  private List<Callable<Void>> writers(long first, long last) {
    var random = new Random(42);
    return LongStream.rangeClosed(first, last)
        .mapToObj(generation -> Map.entry(generation + random.nextInt(8), generation))
        .sorted(Map.Entry.comparingByKey())
        .<Callable<Void>>map(entry -> writer(entry.getValue()))
        .toList();
  }

  private Callable<Void> writer(long generation) {
    return () -> {
      new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC())
          .deliver(LOGS_OF_ACME, Acme.token(generation), Acme.note(generation));
      return null;
    };
  }

  /** Reads as an agent does that keeps to one version: token and note through one look at it. */
  private List<String> agentUntil(CountDownLatch written) throws IOException {
    var logs = root.resolve("acme-payments/logs");
    var mismatches = new ArrayList<String>();
    while (written.getCount() > 0) {
      try {
        var version = logs.resolve("..data").toRealPath();
        var token = Files.readString(version.resolve("token"));
        var note = Files.readString(version.resolve("note.json"));
        if (!note.contains(Fingerprint.of(new SecretText(token)).hex())) {
          mismatches.add(token + " with " + note);
        }
      } catch (NoSuchFileException e) {
        // Two deliveries passed while one version was being read; a look anew finds the present.
      }
    }
    return mismatches;
  }

  private List<String> heldUntil(CountDownLatch written) {
    var delivery = new DirectoryDelivery(root, Pickups.IGNORED, Clock.systemUTC());
    var mismatches = new ArrayList<String>();
    long highest = 0;
    while (written.getCount() > 0) {
      if (delivery.held(LOGS_OF_ACME) instanceof Held.Present(var note, _)
          && note.generation() >= highest) {
        highest = note.generation();
      } else {
        mismatches.add("no token, or a lower one, after generation " + highest);
      }
    }
    return mismatches;
  }
}
