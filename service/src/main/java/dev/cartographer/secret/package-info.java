/** How a secret is referred to, kept and never shown. */
@NullMarked
package dev.cartographer.secret;

import org.jspecify.annotations.NullMarked;
