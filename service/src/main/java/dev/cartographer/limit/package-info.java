/** How much is asked of a dependency, and when nothing is. Pure. */
@NullMarked
package dev.cartographer.limit;

import org.jspecify.annotations.NullMarked;
