package dev.cartographer.pull;

import dev.cartographer.fleet.Workload;
import java.util.Optional;

/** Which workload speaks for which cluster. */
public interface Workloads {

  /** The cluster that was enrolled with this pair, to the letter. */
  Optional<Known> find(String issuer, String subject);

  /** A workload, and for whom it speaks once it has proved that it is the one. */
  record Known(Caller caller, Workload workload) {}
}
