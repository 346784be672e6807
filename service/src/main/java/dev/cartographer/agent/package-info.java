/** What each agent is configured with, and how it takes up a new token. */
@NullMarked
package dev.cartographer.agent;

import org.jspecify.annotations.NullMarked;
