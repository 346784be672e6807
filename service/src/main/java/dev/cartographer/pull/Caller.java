package dev.cartographer.pull;

import dev.cartographer.fleet.Name;

/**
 * A workload that has proved whose it is.
 *
 * @param cluster the id of its cluster; found by what the workload proved, never by what it says
 * @param version of the cluster's enrolment
 * @param pulls whether the cluster's tokens are to be asked for
 * @param subject the workload's own name, for the audit trail
 */
public record Caller(long cluster, Name name, long version, boolean pulls, String subject) {}
