package dev.cartographer.fleet;

import java.util.List;

/**
 * A fleet file as it was read: every carrier and cluster is well-formed, no name is declared twice,
 * and every cluster's carrier is among the carriers.
 *
 * @param places where each enrolment begins in the file, in the order of the enrolments
 */
public record FleetDocument(
    List<Carrier> carriers, List<Enrolment> enrolments, List<Place> places) {}
