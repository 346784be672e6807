package dev.cartographer.view;

import java.util.List;

/** How long one carrier lasts if a dependency stays down: for iam, logging and metrics. */
public record CarrierRunway(String carrier, String region, List<DependencyRunway> dependencies) {}
