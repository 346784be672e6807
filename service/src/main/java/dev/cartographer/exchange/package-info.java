/** Identity in, token out. */
@NullMarked
package dev.cartographer.exchange;

import org.jspecify.annotations.NullMarked;
