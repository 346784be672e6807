package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A logging or a metrics service on this machine. {@code /v1/token} gives its token to whoever
 * shows one of IAM's; {@code /v1/ingest} takes lines or samples from whoever shows one for this
 * service, be it its own or one that IAM has exchanged.
 */
public final class SandboxService implements AutoCloseable {
  private final Ledger ledger = new Ledger();
  private final SandboxServer server;

  private SandboxService(Signal signal, TrustedIssuer iam, Duration lifetime, Clock clock) {
    var audience = audience(signal);
    var issuer = new JwtIssuer("https://" + audience + ".sandbox.invalid", clock);
    var iamTokens = new JwtCheck(List.of(iam), IamTokenIssue.AUDIENCE, clock);
    var tokens = new ServiceTokenEndpoint(iamTokens, issuer, audience, lifetime);
    var writers = new JwtCheck(List.of(iam, issuer.trusted()), audience, clock);
    var ingest = new IngestEndpoint(signal, writers, ledger);
    this.server =
        SandboxServer.start(Map.of("/v1/token", tokens::answer, "/v1/ingest", ingest::answer));
  }

  /**
   * Starts the service of a signal.
   *
   * @param lifetime of the tokens it issues itself
   */
  public static SandboxService start(
      Signal signal, TrustedIssuer iam, Duration lifetime, Clock clock) {
    return new SandboxService(signal, iam, lifetime, clock);
  }

  /** Whom the tokens of a signal are for. */
  public static String audience(Signal signal) {
    return switch (signal) {
      case LOGS -> "logging-service";
      case METRICS -> "metrics-service";
    };
  }

  public URI tokenEndpoint() {
    return server.at("/v1/token");
  }

  public URI ingestEndpoint() {
    return server.at("/v1/ingest");
  }

  /** To break and to heal. */
  public SandboxServer server() {
    return server;
  }

  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() {
    server.close();
  }
}
