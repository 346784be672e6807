/** Claim, decide, exchange, deliver, record; then the next binding. */
@NullMarked
package dev.cartographer.rotation;

import org.jspecify.annotations.NullMarked;
