package dev.cartographer.app;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when our own database answers. A dependency that is down never makes us unready: telling so
 * is what we are for.
 */
@Readiness
public class DatabaseHealth implements HealthCheck {
  private final Lifecycle lifecycle;

  @Inject
  DatabaseHealth(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database")
        .status(lifecycle.server().store().database().answers())
        .build();
  }
}
