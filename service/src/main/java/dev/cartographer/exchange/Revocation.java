package dev.cartographer.exchange;

import dev.cartographer.fault.Fault;
import dev.cartographer.token.Replaced;
import java.time.Duration;
import java.util.List;

/** How the tokens of one binding are revoked once they were replaced. */
public interface Revocation {

  /** How long a replaced token is left alone after the new one was delivered. */
  Duration grace();

  /** Tries once; blocks the calling (virtual) thread for as long as that takes. */
  Outcome revoke(Replaced replaced);

  /** What became of a try. */
  sealed interface Outcome {

    /** The calls that were made. */
    List<Attempt> attempts();

    /** The token is good for nothing any more. */
    record Done(List<Attempt> attempts) implements Outcome {}

    /** It may be good still: no proof came back (RFC 7009 §2.2.1 on status 503). */
    record Failed(Fault fault, List<Attempt> attempts) implements Outcome {}

    /** It can't be revoked, now or later. */
    record Impossible(String why, List<Attempt> attempts) implements Outcome {}

    /** It was not tried: whoever would be asked is to be left alone for now. */
    record Postponed() implements Outcome {
      @Override
      public List<Attempt> attempts() {
        return List.of();
      }
    }
  }
}
