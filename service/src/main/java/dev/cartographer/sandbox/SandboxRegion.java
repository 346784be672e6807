package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A region to try things in: one IAM, a logging and a metrics service, clusters with their agents,
 * and the files with which Cartographer is set to work on them. To Cartographer it is two regions,
 * since half of the clusters speak another dialect with the same servers.
 */
public final class SandboxRegion implements AutoCloseable {
  private final SandboxFiles files;
  private final SandboxFleet fleet;
  private final Ports ports;
  private final SandboxIam iam;
  private final SandboxService logging;
  private final SandboxService metrics;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SandboxAgents agents;

  /**
   * How a sandbox is set up.
   *
   * @param iamTokens how long IAM's tokens live
   * @param serviceTokens how long the tokens live that agents write with
   */
  public record Settings(int clusters, Duration iamTokens, Duration serviceTokens) {
    /** All tokens live so long: 18 s, and what happens in an hour happens in half a minute. */
    public static Settings of(int clusters, Duration tokens) {
      return new Settings(clusters, tokens, tokens);
    }
  }

  private SandboxRegion(Settings settings, SandboxFiles files, Clock clock) throws IOException {
    this.files = files;
    this.fleet = SandboxFleet.of(settings.clusters(), new SecureRandom());
    var scopes =
        Map.of(
            SandboxService.audience(Signal.LOGS), scope(Signal.LOGS),
            SandboxService.audience(Signal.METRICS), scope(Signal.METRICS));
    var lifetime = settings.serviceTokens();
    this.iam =
        SandboxIam.start(new SandboxIam.Settings(settings.iamTokens(), lifetime, scopes), clock);
    this.logging = SandboxService.start(Signal.LOGS, iam.trusted(), lifetime, clock);
    this.metrics = SandboxService.start(Signal.METRICS, iam.trusted(), lifetime, clock);
    this.ports = Ports.free();
    writeFiles();
    this.agents =
        new SandboxAgents(fleet.feeds().stream().map(feed -> agent(feed, clock)).toList());
  }

  /**
   * Starts everything and writes the files.
   *
   * @throws IllegalArgumentException when the directory holds something else
   * @throws IOException when it can't be written
   */
  public static SandboxRegion start(Settings settings, Path directory, Clock clock)
      throws IOException {
    var files = new SandboxFiles(directory.toAbsolutePath());
    files.make();
    return new SandboxRegion(settings, files, clock);
  }

  private void writeFiles() throws IOException {
    var secret = randomSecret();
    iam.principals()
        .register(SandboxConfiguration.CLIENT, secret, IamPrincipals.Grant.TOKEN_EXCHANGE);
    fleet.register(iam.principals());
    writeCanary();
    files.writeSecret(SandboxConfiguration.CLIENT_SECRET_FILE, secret);
    files.writeFleet(fleet);
    files.writeConfiguration(
        new SandboxConfiguration(iam, logging, metrics).document(files, ports));
  }

  private void writeCanary() throws IOException {
    var secret = randomSecret();
    var key = randomSecret();
    var canary = SandboxConfiguration.CANARY;
    iam.principals().register(canary, secret, IamPrincipals.Grant.CLIENT_CREDENTIALS);
    iam.principals().registerKey(canary, key);
    files.writeSecret(SandboxConfiguration.CANARY_SECRET_FILE, secret);
    files.writeSecret(SandboxConfiguration.CANARY_KEY_FILE, key);
  }

  private static SecretText randomSecret() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return new SecretText(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private SandboxAgent agent(Feed feed, Clock clock) {
    var ingest = service(feed.signal()).ingestEndpoint();
    return new SandboxAgent(feed, files.delivered(), ingest, http, clock);
  }

  /** The scope of a signal's tokens. */
  static String scope(Signal signal) {
    return switch (signal) {
      case LOGS -> "logging";
      case METRICS -> "metrics";
    };
  }

  public SandboxFiles files() {
    return files;
  }

  public Ports ports() {
    return ports;
  }

  public SandboxIam iam() {
    return iam;
  }

  public SandboxService service(Signal signal) {
    return switch (signal) {
      case LOGS -> logging;
      case METRICS -> metrics;
    };
  }

  /**
   * Has IAM know this cluster's identity no more, or again.
   *
   * @return whether there is such a cluster
   */
  boolean enable(String cluster, boolean enabled) {
    return fleet.enable(iam.principals(), cluster, enabled);
  }

  public List<Feed> feeds() {
    return fleet.feeds();
  }

  public SandboxAgents agents() {
    return agents;
  }

  /** The fleet document as the API takes it; with secrets in it. */
  SecretText enrolment() {
    return new SecretText(SandboxFiles.json(fleet));
  }

  /** Lines that agents have read and that never arrived. Those still in a buffer are among them. */
  public long missing() {
    return missing(SandboxAgent.Counts::read);
  }

  /** Lines of which an agent believes that they arrived, and that didn't. */
  public long lost() {
    return missing(SandboxAgent.Counts::acknowledged);
  }

  private long missing(ToLongFunction<SandboxAgent.Counts> upTo) {
    return agents.agents().stream()
        .mapToLong(agent ->
            service(agent.feed().signal())
                .ledger()
                .missing(agent.feed().cluster(), upTo.applyAsLong(agent.counts())))
        .sum();
  }

  @Override
  public void close() {
    agents.close();
    http.shutdownNow();
    logging.close();
    metrics.close();
    iam.close();
  }
}
