/**
 * Pages, chat and issues to those who take them; at least once, and never twice where the receiver
 * lets us.
 */
@NullMarked
package dev.cartographer.escalation;

import org.jspecify.annotations.NullMarked;
