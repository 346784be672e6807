package dev.cartographer.intake;

import dev.cartographer.fault.Dependency;
import dev.cartographer.incident.Alert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One alert as it was received.
 *
 * @param labels its identity; foreign text, which never becomes an address, a query or markup
 * @param endedAt when it ended; empty while it fires
 */
public record ReceivedAlert(
    SortedMap<String, String> labels, Instant startsAt, Optional<Instant> endedAt) {

  private static final Map<String, Dependency> NAMES =
      Map.of(
          "CartographerIAMTokenExchangeErrors", Dependency.IAM,
          "CartographerLoggingServiceTokenExchangeErrors", Dependency.LOGGING,
          "CartographerMetricsServiceTokenExchangeErrors", Dependency.METRICS);

  public ReceivedAlert {
    labels = new TreeMap<>(labels);
  }

  public String name() {
    return labels.getOrDefault("alertname", "");
  }

  public boolean fires() {
    return endedAt.isEmpty();
  }

  /**
   * What it says about an incident; empty when it is none of the three alerts. One that does not
   * say on which carrier has an empty one.
   */
  public Optional<Alert> alert() {
    return Optional.ofNullable(NAMES.get(name()))
        .map(dependency ->
            new Alert(
                dependency,
                labels.getOrDefault("carrier", ""),
                labels.getOrDefault("region", ""),
                startsAt));
  }

  /** The same for the same labels, whoever sent it: Alertmanager's own is not relied on. */
  public String fingerprint() {
    var digest = sha256();
    labels.forEach((name, value) -> {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0xff);
      digest.update(value.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0xff);
    });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
