/** An exchange a minute that nobody needs, so that silence says something. */
@NullMarked
package dev.cartographer.probe;

import org.jspecify.annotations.NullMarked;
