/** The runbook as a page: what stands in it, strictly filled in. */
@NullMarked
package dev.cartographer.runbook;

import org.jspecify.annotations.NullMarked;
