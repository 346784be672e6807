package dev.cartographer.view;

import java.util.List;

/**
 * What an enrolment did, or with a dry run would do.
 *
 * @param changes one line for each created or changed cluster, "created NAME" or "changed NAME:
 *     what"
 */
public record EnrolmentResult(
    boolean dryRun, int created, int changed, int unchanged, List<String> changes) {}
