package dev.cartographer.evidence;

import dev.cartographer.evidence.Reading.Alerting;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case.Circumstance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the runbook's alerts fire on the carriers concerned, as a Prometheus has it. When it
 * can't be asked, monitoring is impaired.
 */
public record PrometheusAlerts(Web web, Clock clock) implements Source {
  private static final String NO_EXCHANGES = "CartographerNoExchanges";

  private static final Map<String, Dependency> ALERTS =
      Map.of(
          "CartographerIAMTokenExchangeErrors", Dependency.IAM,
          "CartographerLoggingServiceTokenExchangeErrors", Dependency.LOGGING,
          "CartographerMetricsServiceTokenExchangeErrors", Dependency.METRICS);

  private static final String FIRING =
      """
      ALERTS{alertstate="firing",carrier=~$carriers,\
      alertname=~"Cartographer(IAM|LoggingService|MetricsService)TokenExchangeErrors"} \
      or ALERTS{alertstate="firing",alertname="CartographerNoExchanges"}\
      """;

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public List<Subject> subjects(Question question) {
    return List.of(new Subject(Optional.empty(), new Noted(Circumstance.MONITORING_IMPAIRED)));
  }

  @Override
  public List<Evidence> gather(Question question, Instant deadline) {
    var asked = clock.instant();
    try {
      return PrometheusAnswer.to(FIRING, web, question, deadline).samples().stream()
          .map(s -> s.labels().getOrDefault("alertname", ""))
          .distinct()
          .map(alert -> fires(alert, asked))
          .toList();
    } catch (Unfetched unfetched) {
      var now = clock.instant();
      return unknown(question, now, Duration.between(asked, now), "Prometheus " + unfetched.why());
    }
  }

  private Evidence fires(String alert, Instant asked) {
    var deadlock = alert.equals(NO_EXCHANGES);
    var now = clock.instant();
    return new Evidence(
        name(),
        Optional.ofNullable(ALERTS.get(alert)),
        deadlock ? new Noted(Circumstance.DEADLOCK) : new Alerting(true),
        now,
        Duration.between(asked, now),
        alert + " fires");
  }
}
