package dev.cartographer.sandbox;

import dev.cartographer.fleet.Signal;
import java.nio.file.Path;

/** What one agent ships: one signal of one cluster. */
public record Feed(String cluster, Signal signal) {

  /** Where its token is delivered. */
  Path directory(Path delivered) {
    return delivered.resolve(cluster).resolve(signal.word());
  }

  @Override
  public String toString() {
    return cluster + "/" + signal.word();
  }
}
