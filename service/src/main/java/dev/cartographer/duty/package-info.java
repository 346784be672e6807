/**
 * On duty: alerts are placed, incidents take their steps, and what follows from them is given out.
 */
@NullMarked
package dev.cartographer.duty;

import org.jspecify.annotations.NullMarked;
