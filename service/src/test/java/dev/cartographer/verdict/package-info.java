/** Tests of who is at fault. */
@NullMarked
package dev.cartographer.verdict;

import org.jspecify.annotations.NullMarked;
