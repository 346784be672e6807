package dev.cartographer.store;

import dev.cartographer.fault.Fault;
import dev.cartographer.fleet.Signal;
import dev.cartographer.pull.Caller;
import dev.cartographer.rotation.Claim;
import dev.cartographer.token.Note;
import dev.cartographer.token.Renewal.Reason;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail.
 *
 * @param cluster the one it is about; empty when it is about none
 * @param actor who did it: {@code rotation}, or the name of a caller of the API
 * @param note the token it is about; absent when it is about none
 * @param fence of the claim under which it was done; absent when there was none
 */
record AuditEvent(
    Instant at,
    Kind kind,
    String cluster,
    @Nullable String signal,
    String actor,
    String detail,
    @Nullable Note note,
    @Nullable Long fence) {

  private static final String ROTATION = "rotation";

  /** What was done. An {@link #INTENDED} without its {@link #DELIVERED} is an orphan token. */
  enum Kind {
    INTENDED,
    DELIVERED,
    FAILED,
    RECOVERED,
    REVOKED,
    IRREVOCABLE,
    ENROLLED,
    CHANGED,
    HANDED_OVER,
    ROTATION_REQUESTED,
    REMOVAL_REQUESTED,
    TAKEN_BACK,
    REMOVED,
    CIE_OPENED,
    CIE_CLOSED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static AuditEvent intended(Claim claim, Note note, Reason reason, Instant now) {
    return of(claim, Kind.INTENDED, reason.word(), note, now);
  }

  static AuditEvent delivered(Claim claim, Note note, Reason reason, Instant now) {
    return of(claim, Kind.DELIVERED, reason.word(), note, now);
  }

  static AuditEvent failed(Claim claim, Fault fault, Instant now) {
    var detail = fault.dependency().word() + " " + fault.kind().word() + ": " + fault.detail();
    return of(claim, Kind.FAILED, detail, null, now);
  }

  static AuditEvent recovered(Claim claim, Instant now) {
    return of(claim, Kind.RECOVERED, "the held token is good", null, now);
  }

  static AuditEvent revoked(Claim claim, Note old, Instant now) {
    return of(claim, Kind.REVOKED, "replaced", old, now);
  }

  static AuditEvent irrevocable(Claim claim, Note old, String why, Instant now) {
    return of(claim, Kind.IRREVOCABLE, why, old, now);
  }

  static AuditEvent takenBack(Claim claim, Optional<String> left, Instant now) {
    var detail = left.map(why -> "left where it is: " + why).orElse("nothing of ours is left");
    return of(claim, Kind.TAKEN_BACK, detail, null, now);
  }

  static AuditEvent removed(String cluster, Instant now) {
    return new AuditEvent(now, Kind.REMOVED, cluster, null, ROTATION, "", null, null);
  }

  static AuditEvent handedOver(Caller caller, Signal signal, Note note, Instant now) {
    return new AuditEvent(
        now,
        Kind.HANDED_OVER,
        caller.name().text(),
        signal.word(),
        caller.subject(),
        "asked for",
        note,
        null);
  }

  static AuditEvent byCaller(
      Instant at, Kind kind, String cluster, @Nullable String signal, String actor, String detail) {
    return new AuditEvent(at, kind, cluster, signal, actor, detail, null, null);
  }

  private static AuditEvent of(
      Claim claim, Kind kind, String detail, @Nullable Note note, Instant now) {
    var binding = claim.binding();
    return new AuditEvent(
        now,
        kind,
        binding.cluster().name().text(),
        binding.signal().word(),
        ROTATION,
        detail,
        note,
        claim.fence());
  }
}
