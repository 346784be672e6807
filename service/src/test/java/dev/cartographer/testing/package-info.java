/** Fakes with behaviour, and real parts started for tests. */
@NullMarked
package dev.cartographer.testing;

import org.jspecify.annotations.NullMarked;
