/** A region to try things in: services that really check, agents that really ship. */
@NullMarked
package dev.cartographer.sandbox;

import org.jspecify.annotations.NullMarked;
