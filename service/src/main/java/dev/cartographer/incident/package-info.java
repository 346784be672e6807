/** How an incident goes, from its first alert to its end. Pure. */
@NullMarked
package dev.cartographer.incident;

import org.jspecify.annotations.NullMarked;
