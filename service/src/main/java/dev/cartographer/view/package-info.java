/** What people are told of the fleet: one noun for API, command line and pages. */
@NullMarked
package dev.cartographer.view;

import org.jspecify.annotations.NullMarked;
