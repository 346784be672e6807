package dev.cartographer.cli;

import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.FaultView;
import dev.cartographer.view.Why;
import dev.cartographer.view.Why.Link;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small fleet with a binding in every state, at 03:12 UTC on 23 November 2026. */
final class SomeViews {
  private static final Instant ISSUED = Instant.parse("2026-11-23T02:41:00Z");
  private static final FaultView IAM_DOWN =
      new FaultView(
          "iam",
          "http_5xx",
          "CTG-1106",
          "IAM answered 503 to the exchange of acme-payments.",
          Instant.parse("2026-11-23T02:58:00Z"),
          214,
          Instant.parse("2026-11-23T03:12:38Z"));

  List<CarrierView> carriers() {
    return List.of(
        new CarrierView(
            "prod-dal10-carrier3",
            "us-south",
            12_408,
            23_690,
            1_126,
            0,
            0,
            Instant.parse("2026-11-23T03:59:00Z")),
        new CarrierView(
            "prod-fra02-carrier1", "eu-de", 41, 78, 0, 1, 2, Instant.parse("2026-11-23T02:00:00Z")),
        new CarrierView("empty-syd01", "au-syd", 0, 0, 0, 0, 0, null));
  }

  List<CarrierRunway> runways() {
    return List.of(
        new CarrierRunway(
            "prod-dal10-carrier3",
            "us-south",
            List.of(
                runway("iam", 24_816, Instant.parse("2026-11-23T03:59:00Z")),
                runway("logging", 12_408, Instant.parse("2026-11-23T04:20:10Z")),
                runway("metrics", 12_408, Instant.parse("2026-11-23T03:59:00Z")))),
        new CarrierRunway(
            "empty-syd01",
            "au-syd",
            List.of(
                new DependencyRunway(
                    "empty-syd01", "au-syd", "iam", 3, 1, 2, null, null, null, null))));
  }

  private static DependencyRunway runway(String dependency, long bindings, Instant first) {
    return new DependencyRunway(
        "prod-dal10-carrier3",
        "us-south",
        dependency,
        bindings,
        0,
        0,
        first,
        first.plusSeconds(200),
        first.plusSeconds(1000),
        first.plusSeconds(80_000));
  }

  List<BindingView> bindings() {
    return List.of(
        binding("zeta-web", "logs", "valid", 7, Instant.parse("2026-11-23T04:12:00Z"), null),
        binding("zeta-web", "metrics", "failing", 7, Instant.parse("2026-11-25T04:12:00Z"), null),
        binding(
            "acme-payments",
            "logs",
            "failing",
            118,
            Instant.parse("2026-11-23T03:59:00Z"),
            IAM_DOWN),
        binding(
            "acme-payments",
            "metrics",
            "expired",
            117,
            Instant.parse("2026-11-23T02:58:00Z"),
            IAM_DOWN),
        binding(
            "a-cluster-with-a-rather-long-name-in-frankfurt", "logs", "pending", 0, null, null));
  }

  private static BindingView binding(
      String cluster,
      String signal,
      String state,
      long generation,
      @Nullable Instant expiresAt,
      @Nullable FaultView fault) {
    return new BindingView(
        cluster,
        cluster.substring(0, cluster.indexOf('-')),
        "prod-dal10-carrier3",
        "us-south",
        signal,
        state,
        generation,
        expiresAt == null ? null : ISSUED,
        expiresAt,
        expiresAt == null ? null : "0123456789abcdef01234567",
        Instant.parse("2026-11-23T03:12:38Z"),
        fault);
  }

  List<ClusterView> clusters() {
    return List.of(cluster("acme-payments", "client"), cluster("zeta-web", "api-key"));
  }

  private ClusterView cluster(String name, String identity) {
    return new ClusterView(
        name,
        name.substring(0, 4),
        "prod-dal10-carrier3",
        "us-south",
        identity,
        "namespace logging",
        Instant.parse("2026-03-02T09:30:00Z"),
        null,
        bindings().stream().filter(b -> b.cluster().equals(name)).toList());
  }

  Why whyBroken() {
    return new Why(
        "acme-payments",
        false,
        List.of(
            "Logs are flowing, but the logging token can't be renewed. It expires in 47 min.",
            "IAM has refused every exchange since 02:58 UTC."),
        List.of(
            new Link("enrolled", "ok", "known", "2026-03-02"),
            new Link("identity", "broken", "http_5xx", "503 from IAM, 214 tries, next in 38 s"),
            new Link("logs exchange", "waiting", "blocked", "waits for identity"),
            new Link("logs delivery", "ok", "delivered", "generation 118, 02:41 UTC")),
        "cartographer get bindings --cluster acme-payments");
  }

  Why whyWell() {
    return new Why(
        "zeta-web",
        true,
        List.of("Logs and metrics are flowing."),
        List.of(new Link("enrolled", "ok", "known", "2026-03-02")),
        null);
  }
}
