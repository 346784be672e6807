/** The product as a black box between real servers: judged by what lies in the clusters. */
@NullMarked
package dev.cartographer.e2e;

import org.jspecify.annotations.NullMarked;
