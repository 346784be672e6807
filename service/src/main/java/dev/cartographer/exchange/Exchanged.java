package dev.cartographer.exchange;

import dev.cartographer.fault.Fault;
import dev.cartographer.limit.HeldBack;
import dev.cartographer.token.ServiceToken;
import java.util.List;

/** What an exchange came to. A failing dependency is a value here, not an exception. */
public sealed interface Exchanged {

  /** The steps that were made, in order; a cached IAM token makes none. */
  List<Attempt> attempts();

  record Issued(ServiceToken token, List<Attempt> attempts) implements Exchanged {}

  record Failed(Fault fault, List<Attempt> attempts) implements Exchanged {}

  /** A step was not made, since its gate holds calls back. */
  record Held(HeldBack why, List<Attempt> attempts) implements Exchanged {}
}
