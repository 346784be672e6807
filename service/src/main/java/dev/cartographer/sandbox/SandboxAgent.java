package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An agent beside a cluster: follows a file that grows by two lines a second and ships what is new,
 * with the token that lies in its directory at that moment.
 *
 * <p>A line leaves the buffer when the service has said that it took it, so a write that failed is
 * made again and nothing is lost. When the buffer is full the agent reads no further; the lines
 * wait in the file.
 */
public final class SandboxAgent {
  private static final Duration LINE_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int BUFFER = 10_000;
  private static final int BATCH = 500;

  /** RFC 6750 §2.1. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final Feed feed;
  private final Path tokenFile;
  private final URI ingest;
  private final HttpClient http;
  private final Clock clock;
  private final Instant began;
  private final ReentrantLock atWork = new ReentrantLock();
  private final ArrayDeque<Line> unacknowledged = new ArrayDeque<>();
  private volatile long read;
  private volatile long acknowledged;
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /**
   * An agent that begins now.
   *
   * @param delivered below it lies the cluster's directory
   */
  public SandboxAgent(Feed feed, Path delivered, URI ingest, HttpClient http, Clock clock) {
    this.feed = feed;
    this.tokenFile = feed.directory(delivered).resolve("token");
    this.ingest = ingest;
    this.http = http;
    this.clock = clock;
    this.began = clock.instant();
  }

  /**
   * What it has done.
   *
   * @param read lines read, the sequence number of the last
   * @param acknowledged of these, how many the service said it took
   * @param rejected writes refused because of the token
   * @param failed writes that failed otherwise
   */
  public record Counts(long read, long acknowledged, long rejected, long failed) {}

  public Feed feed() {
    return feed;
  }

  public Counts counts() {
    return new Counts(read, acknowledged, rejected.get(), failed.get());
  }

  /** Reads what is new and ships it; does nothing while it is still at it from the last time. */
  public void work() {
    if (atWork.tryLock()) {
      try {
        readNewLines();
        flush();
      } finally {
        atWork.unlock();
      }
    }
  }

  /** Ships what is left, reading no more; true when everything was taken. */
  public boolean finish() {
    atWork.lock();
    try {
      flush();
      return unacknowledged.isEmpty();
    } finally {
      atWork.unlock();
    }
  }

  private void readNewLines() {
    var written = Duration.between(began, clock.instant()).dividedBy(LINE_EVERY);
    while (read < written && unacknowledged.size() < BUFFER) {
      var next = read + 1;
      unacknowledged.add(new Line(feed.cluster(), next));
      read = next;
    }
  }

  private void flush() {
    var token = token();
    while (token.isPresent() && !unacknowledged.isEmpty() && write(token.orElseThrow())) {
      token = token();
    }
  }

  /** The token of this moment; empty before the first. */
  private Optional<SecretText> token() {
    try {
      var text = Files.readString(tokenFile).strip();
      return Optional.of(text).filter(t -> TOKEN.matcher(t).matches()).map(SecretText::new);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Sends the oldest lines; true when they were taken. */
  private boolean write(SecretText token) {
    var batch = unacknowledged.stream().limit(BATCH).toList();
    var body =
        batch.stream().map(line -> line.json(feed.signal())).collect(Collectors.joining("\n"));
    var request =
        HttpRequest.newBuilder(ingest)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token.reveal())
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var taken = taken(request, batch.size());
    if (taken) {
      batch.forEach(_ -> unacknowledged.remove());
      acknowledged = batch.getLast().sequence();
    }
    return taken;
  }

  private boolean taken(HttpRequest request, int lines) {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 401 || answer.statusCode() == 403) {
        rejected.incrementAndGet();
        return false;
      }
      if (answer.statusCode() == 200 && answer.body().equals("{\"accepted\":" + lines + "}")) {
        return true;
      }
    } catch (IOException _) {
      // counted below
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    failed.incrementAndGet();
    return false;
  }
}
