/** What a token is, and when it is due. Pure. */
@NullMarked
package dev.cartographer.token;

import org.jspecify.annotations.NullMarked;
