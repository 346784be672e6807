/** One request out, one whole answer in. */
@NullMarked
package dev.cartographer.http;

import org.jspecify.annotations.NullMarked;
