/** PostgreSQL: the fleet, the queue of bindings, the audit trail, the outbox. */
@NullMarked
package dev.cartographer.store;

import org.jspecify.annotations.NullMarked;
