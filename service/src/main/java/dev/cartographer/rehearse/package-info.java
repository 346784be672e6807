/**
 * Plays the days of a fleet in seconds: the gates, lanes and policies of the product, on a clock
 * that jumps from event to event, before servers that are only numbers.
 */
@NullMarked
package dev.cartographer.rehearse;

import org.jspecify.annotations.NullMarked;
