/** How fast Cartographer is, each figure beside a bare peer's of the same run. */
@NullMarked
package dev.cartographer.bench;

import org.jspecify.annotations.NullMarked;
