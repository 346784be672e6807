/** Which carriers and clusters there are, and what each binding needs. */
@NullMarked
package dev.cartographer.fleet;

import org.jspecify.annotations.NullMarked;
