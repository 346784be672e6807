/** Tests of the course of incidents. */
@NullMarked
package dev.cartographer.incident;

import org.jspecify.annotations.NullMarked;
