/** Tests of what Alertmanager says. */
@NullMarked
package dev.cartographer.intake;

import org.jspecify.annotations.NullMarked;
