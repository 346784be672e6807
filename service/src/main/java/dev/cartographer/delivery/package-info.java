/** A token, with its note, to where the agent reads it. */
@NullMarked
package dev.cartographer.delivery;

import org.jspecify.annotations.NullMarked;
