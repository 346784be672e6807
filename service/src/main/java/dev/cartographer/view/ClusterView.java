package dev.cartographer.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cluster with its bindings, logs first.
 *
 * @param identity what kind of identity it has: client or api-key; never the identity itself
 * @param target where tokens go: "files" or "namespace NAME"
 * @param leavingSince when its removal was asked for; absent unless it was
 */
public record ClusterView(
    String name,
    String tenant,
    String carrier,
    String region,
    String identity,
    String target,
    Instant enrolledAt,
    @Nullable Instant leavingSince,
    List<BindingView> bindings) {}
