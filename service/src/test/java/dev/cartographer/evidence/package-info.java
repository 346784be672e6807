@NullMarked
package dev.cartographer.evidence;

import org.jspecify.annotations.NullMarked;
