/** An agent asks: whose it is, and its own cluster's token for it. */
@NullMarked
package dev.cartographer.pull;

import org.jspecify.annotations.NullMarked;
