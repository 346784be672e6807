/** Outcomes in, meters out. */
@NullMarked
package dev.cartographer.metrics;

import org.jspecify.annotations.NullMarked;
