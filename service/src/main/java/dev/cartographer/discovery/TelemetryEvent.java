package dev.cartographer.discovery;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** What is told of an announcement, as Kubernetes keeps it for an hour. */
final class TelemetryEvent {
  private TelemetryEvent() {}

  /** Of two processes that see the same, one tells it: the name says what it tells of whom. */
  static Event of(Announced object, boolean warning, String reason, String message, Instant now) {
    var hour = now.truncatedTo(ChronoUnit.HOURS);
    var what = object.uid() + object.generation() + reason + message + hour;
    var name = UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    var at = now.truncatedTo(ChronoUnit.SECONDS).toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(object.name() + "." + name)
        .withNamespace(object.namespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(KubernetesObjects.GROUP + "/v1alpha1")
        .withKind("ClusterTelemetry")
        .withNamespace(object.namespace())
        .withName(object.name())
        .withUid(object.uid())
        .endInvolvedObject()
        .withType(warning ? "Warning" : "Normal")
        .withReason(reason)
        .withMessage(message)
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withCount(1)
        .withNewSource()
        .withComponent("cartographer")
        .endSource()
        .build();
  }
}
