package dev.cartographer.escalation;

/** Is told what is sent. Must not block. */
public interface DispatchListener {

  /** An attempt, and what is kept of it. */
  void tried(Errand errand, Result result);

  /** An attempt that ended in a bug of ours, or could not be recorded; it is repeated. */
  void failed(Errand errand, RuntimeException bug);

  /** An incident could not be told of its page; it is told again. */
  void notTold(Outbox.Untold page, RuntimeException bug);
}
