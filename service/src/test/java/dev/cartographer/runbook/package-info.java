/** Tests of the runbook as a page. */
@NullMarked
package dev.cartographer.runbook;

import org.jspecify.annotations.NullMarked;
