/** How a failure is named: once, by the client that saw it. */
@NullMarked
package dev.cartographer.fault;

import org.jspecify.annotations.NullMarked;
