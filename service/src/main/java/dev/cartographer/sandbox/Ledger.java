package dev.cartographer.sandbox;

import dev.cartographer.token.Fingerprint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service has taken and refused. A line is known by its cluster and sequence number: the
 * second copy is counted and dropped, so that sending again is safe and what is lost is known
 * exactly.
 */
public final class Ledger {
  private final Map<String, SequenceSet> received = new HashMap<>();
  private final Map<String, Fingerprint> lastWriters = new HashMap<>();
  private long writes;
  private long lines;
  private long duplicates;
  private long rejected;

  /**
   * Totals.
   *
   * @param writes accepted requests
   * @param lines lines or samples taken, each once
   * @param duplicates copies dropped
   * @param rejected requests refused because of their token
   * @param gaps numbers missing below the highest that was received, over all clusters
   */
  public record Totals(long writes, long lines, long duplicates, long rejected, long gaps) {}

  synchronized void accept(String cluster, Fingerprint token, List<Long> sequences) {
    var known = received.computeIfAbsent(cluster, _ -> new SequenceSet());
    var fresh = sequences.stream().filter(known::add).count();
    writes++;
    lines += fresh;
    duplicates += sequences.size() - fresh;
    lastWriters.put(cluster, token);
  }

  synchronized void reject() {
    rejected++;
  }

  public synchronized Totals totals() {
    var gaps = received.values().stream().mapToLong(s -> s.missing(s.highest())).sum();
    return new Totals(writes, lines, duplicates, rejected, gaps);
  }

  /** How many of a cluster's lines from 1 to {@code highest} never arrived. */
  public synchronized long missing(String cluster, long highest) {
    return received.getOrDefault(cluster, new SequenceSet()).missing(highest);
  }

  /** The token with which the cluster's last accepted write was made. */
  public synchronized Optional<Fingerprint> lastWriter(String cluster) {
    return Optional.ofNullable(lastWriters.get(cluster));
  }
}
