/** Receivers with behaviour, and what is sent to them. */
@NullMarked
package dev.cartographer.escalation;

import org.jspecify.annotations.NullMarked;
