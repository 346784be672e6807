/** What is known of a dependency now: gathered side by side, each item with its source. */
@NullMarked
package dev.cartographer.evidence;

import org.jspecify.annotations.NullMarked;
