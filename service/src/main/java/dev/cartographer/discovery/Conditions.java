package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.ClusterView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * The status of an announcement: its conditions as Kubernetes has them, and what its tokens are.
 * The same facts make the same status, so that it is written when something has changed and not
 * otherwise. Pure.
 */
record Conditions(Announced object, Instant now) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_MESSAGE = 300;

  /** What one condition says, but for its time. */
  private record Saying(String status, String reason, String message) {
    private static final Saying PENDING =
        new Saying("False", "Pending", "the first token is on its way");

    boolean isTrue() {
      return status.equals("True");
    }
  }

  /**
   * Of an announcement that can't be done.
   *
   * @param cluster as it was enrolled before, which stays as it is
   */
  JsonNode refused(Wanted.Refused refused, Optional<ClusterView> cluster) {
    var saying = new Saying("False", refused.reason(), refused.message());
    return status(
        saying,
        cluster.map(c -> token(c, "logs")).orElse(saying),
        cluster.map(c -> token(c, "metrics")).orElse(saying),
        cluster);
  }

  /** Of a cluster that is enrolled. */
  JsonNode enrolled(ClusterView cluster) {
    var logs = token(cluster, "logs");
    var metrics = token(cluster, "metrics");
    return status(ready(cluster, logs, metrics), logs, metrics, Optional.of(cluster));
  }

  /** Of a cluster that was enrolled a moment ago, and is not seen yet. */
  JsonNode pending() {
    return status(Saying.PENDING, Saying.PENDING, Saying.PENDING, Optional.empty());
  }

  private static Saying ready(ClusterView cluster, Saying logs, Saying metrics) {
    if (cluster.leavingSince() != null) {
      return new Saying("False", "Leaving", "its tokens are taken back");
    }
    if (logs.isTrue() && metrics.isTrue()) {
      return new Saying("True", "TokensDelivered", "logs and metrics have working tokens");
    }
    return logs.isTrue() ? metrics : logs;
  }

  private static Saying token(ClusterView cluster, String signal) {
    return cluster.bindings().stream()
        .filter(binding -> binding.signal().equals(signal))
        .findFirst()
        .map(Conditions::token)
        .orElse(Saying.PENDING);
  }

  /** Whose fault it is and of which kind; the detail may name what is no business of a tenant. */
  private static Saying token(BindingView binding) {
    var fault = binding.fault();
    var why =
        fault == null
            ? ""
            : ": %s %s (%s)".formatted(fault.dependency(), fault.kind(), fault.code());
    return switch (BindingState.of(binding.state())) {
      case VALID -> new Saying("True", "Delivered", "a working token is delivered");
      case FAILING ->
          new Saying("True", "RenewalFails", "the token works and can't be renewed" + why);
      case EXPIRED -> new Saying("False", "Expired", "the token has ended" + why);
      case PENDING ->
          fault == null
              ? Saying.PENDING
              : new Saying("False", reason(fault.kind()), "there is no token yet" + why);
    };
  }

  /**
   * The word of a fault as Kubernetes writes reasons: {@code identity_rejected} as
   * IdentityRejected.
   */
  private static String reason(String kind) {
    var reason = new StringBuilder();
    for (var part : kind.split("_", -1)) {
      reason.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return reason.toString();
  }

  private JsonNode status(
      Saying ready, Saying logs, Saying metrics, Optional<ClusterView> cluster) {
    var status = JSON.createObjectNode().put("observedGeneration", object.generation());
    status.put("cluster", object.cluster());
    cluster.ifPresent(c -> c.bindings().forEach(binding -> tell(status, binding)));
    var conditions = status.putArray("conditions");
    add(conditions, "Ready", ready);
    add(conditions, "LogsToken", logs);
    add(conditions, "MetricsToken", metrics);
    return status;
  }

  private static void tell(ObjectNode status, BindingView binding) {
    if (binding.expiresAt() != null) {
      status
          .putObject(binding.signal())
          .put("generation", binding.generation())
          .put("expiresAt", binding.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private void add(ArrayNode conditions, String type, Saying saying) {
    var message = saying.message;
    conditions
        .addObject()
        .put("type", type)
        .put("status", saying.status)
        .put("reason", saying.reason)
        .put(
            "message",
            message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)
        .put("observedGeneration", object.generation())
        .put("lastTransitionTime", since(type, saying.status));
  }

  /** Since when a condition is what it is; now, if it was something else. */
  private String since(String type, String status) {
    return condition(object.status(), type)
        .filter(old -> old.path("status").asText().equals(status))
        .map(old -> old.path("lastTransitionTime").asText())
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** One condition of a status. */
  static Optional<JsonNode> condition(JsonNode status, String type) {
    for (var condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }
}
