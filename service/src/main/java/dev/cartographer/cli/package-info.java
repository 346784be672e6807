/** The command line: one name, many verbs. */
@NullMarked
package dev.cartographer.cli;

import org.jspecify.annotations.NullMarked;
