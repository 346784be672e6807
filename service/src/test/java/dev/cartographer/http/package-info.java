/** Tests of one request and its answer. */
@NullMarked
package dev.cartographer.http;

import org.jspecify.annotations.NullMarked;
