/** Tests of incidents on a real database. */
@NullMarked
package dev.cartographer.duty;

import org.jspecify.annotations.NullMarked;
