package dev.cartographer.rotation;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Binding;
import dev.cartographer.token.Note;
import dev.cartographer.token.RenewalPolicy.Wish;
import java.time.Duration;
import java.util.Optional;

/**
 * A binding lent to this process until the lease ends.
 *
 * @param fence the number under which the outcome is written back; a later claim raises it, and
 *     then this one's outcome is refused
 * @param recorded what was delivered last, as far as the database knows
 * @param failures how many tries in a row have failed before this one
 * @param backoff the wait before this try; zero after a success
 * @param failedAt whose fault it was that the try before this one failed, if it did: the cluster's
 *     own when IAM or a service does not know it; to be asked to come later (status 429) is no
 *     failure
 */
public record Claim(
    Binding binding,
    long fence,
    Optional<Note> recorded,
    Wish wish,
    int failures,
    Duration backoff,
    Optional<Dependency> failedAt) {}
