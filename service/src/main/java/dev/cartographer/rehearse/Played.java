package dev.cartographer.rehearse;

/**
 * What came of one region.
 *
 * @param seenAt when the end of its whole outage was seen, in ms; below zero when it was not
 * @param drainedAt when nobody waited any more after that; below zero when that did not come to be
 * @param avoidable tokens that ended after that and need not have, with the calls made for those
 *     who could be saved
 * @param beyondOptimum tokens that ended after that and need not have, with all calls
 */
record Played(Trace trace, long seenAt, long drainedAt, long avoidable, long beyondOptimum) {}
