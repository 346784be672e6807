package dev.cartographer.rotation;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;

/**
 * The bindings of one region and signal: all those that stand and fall with the same IAM and the
 * same service, and so wait together when one of these fails. Nobody else waits with them.
 */
public record Lane(Name region, Signal signal) {

  static Lane of(Binding binding) {
    return new Lane(binding.cluster().carrier().region(), binding.signal());
  }

  @Override
  public String toString() {
    return signal.word() + " of " + region;
  }
}
