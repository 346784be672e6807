/** Clusters that announce themselves on a carrier, and are told what becomes of it. */
@NullMarked
package dev.cartographer.discovery;

import org.jspecify.annotations.NullMarked;
