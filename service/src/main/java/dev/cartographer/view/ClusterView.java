package dev.cartographer.view;

import java.time.Instant;
import java.util.List;

/**
 * One cluster with its bindings, logs first.
 *
 * @param identity what kind of identity it has: client or api-key; never the identity itself
 * @param target where tokens go: "files" or "namespace NAME"
 */
public record ClusterView(
    String name,
    String tenant,
    String carrier,
    String region,
    String identity,
    String target,
    Instant enrolledAt,
    List<BindingView> bindings) {}
