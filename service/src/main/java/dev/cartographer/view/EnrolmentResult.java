package dev.cartographer.view;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an enrolment did, or with a dry run would do.
 *
 * @param changes one line for each created or changed cluster, "created NAME" or "changed NAME:
 *     what"
 */
public record EnrolmentResult(
    boolean dryRun, int created, int changed, int unchanged, List<String> changes) {

  /** What both did, taken together. */
  public EnrolmentResult plus(EnrolmentResult other) {
    return new EnrolmentResult(
        dryRun,
        created + other.created,
        changed + other.changed,
        unchanged + other.unchanged,
        Stream.concat(changes.stream(), other.changes.stream()).toList());
  }
}
