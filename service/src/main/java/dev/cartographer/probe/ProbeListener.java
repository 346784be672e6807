package dev.cartographer.probe;

import dev.cartographer.exchange.Attempt;
import dev.cartographer.fleet.Carrier;
import java.util.List;

/** Is told what synthetic exchanges came to. */
public interface ProbeListener {

  /** The steps of one, at most one with each dependency. */
  void probed(Carrier carrier, List<Attempt> attempts);

  /** One failed by a bug of ours. */
  void surprised(Carrier carrier, RuntimeException bug);
}
