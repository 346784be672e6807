/** Who is at fault: findings in, one numbered rule, one verdict. Pure. */
@NullMarked
package dev.cartographer.verdict;

import org.jspecify.annotations.NullMarked;
