/** Configuration, wiring and HTTP: the only place that knows the framework. */
@NullMarked
package dev.cartographer.app;

import org.jspecify.annotations.NullMarked;
