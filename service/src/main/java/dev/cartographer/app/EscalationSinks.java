package dev.cartographer.app;

import dev.cartographer.escalation.Alertmanager;
import dev.cartographer.escalation.EventWebhook;
import dev.cartographer.escalation.GitHubIssues;
import dev.cartographer.escalation.Installation;
import dev.cartographer.escalation.Mail;
import dev.cartographer.escalation.MailServer;
import dev.cartographer.escalation.Opsgenie;
import dev.cartographer.escalation.PagerDuty;
import dev.cartographer.escalation.Sink;
import dev.cartographer.escalation.SlackBot;
import dev.cartographer.escalation.SlackWebhook;
import dev.cartographer.escalation.Wire;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.secret.SecretRef;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the sinks from the configuration; a mistake names its key. */
final class EscalationSinks {
  private static final String KEY = "cartographer.escalation.sinks.";

  private final Installation installation;
  private final Wire wire;
  private final Vertx vertx;
  private final Optional<TrustOptions> trusted;

  EscalationSinks(
      Installation installation, Wire wire, Vertx vertx, Optional<TrustOptions> trusted) {
    this.installation = installation;
    this.wire = wire;
    this.vertx = vertx;
    this.trusted = trusted;
  }

  Map<String, Sink> of(EscalationConfig config) {
    var sinks = new LinkedHashMap<String, Sink>();
    config.sinks().forEach((name, sink) -> sinks.put(name, checked(name, () -> sink(name, sink))));
    return sinks;
  }

  private Sink sink(String name, EscalationConfig.Sink sink) {
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a sink's name is of small letters and digits with single hyphens between");
    }
    return switch (sink.kind()) {
      case PAGERDUTY ->
          new PagerDuty(at(sink, "https://events.pagerduty.com"), secret(sink), installation, wire);
      case OPSGENIE ->
          new Opsgenie(
              at(sink, "https://api.opsgenie.com"),
              secret(sink),
              sink.responder(),
              installation,
              wire);
      case SLACK ->
          new SlackBot(
              at(sink, "https://slack.com/api"),
              secret(sink),
              needed(sink.channel(), "channel"),
              wire);
      case SLACK_WEBHOOK -> new SlackWebhook(secret(sink), wire);
      case GITHUB -> github(sink);
      case ALERTMANAGER -> new Alertmanager(at(sink), anySecret(sink), wire);
      case WEBHOOK -> new EventWebhook(at(sink), anySecret(sink), installation, wire);
      case MAIL -> mail(sink);
    };
  }

  private Sink github(EscalationConfig.Sink sink) {
    var repository = needed(sink.repository(), "repository");
    if (!repository.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("a repository is written OWNER/NAME");
    }
    return new GitHubIssues(
        at(sink, "https://api.github.com"),
        repository,
        sink.labels().orElse(List.of()),
        secret(sink),
        installation,
        wire);
  }

  private Sink mail(EscalationConfig.Sink sink) {
    var server = new MailServer(needed(sink.endpoint(), "endpoint"), sink.username(), trusted);
    return new Mail(
        server,
        sink.username().isPresent() ? Optional.of(secret(sink)) : Optional.empty(),
        needed(sink.from(), "from"),
        needed(sink.to(), "to"),
        wire,
        vertx);
  }

  private static HttpEndpoint at(EscalationConfig.Sink sink) {
    return new HttpEndpoint(needed(sink.endpoint(), "endpoint"));
  }

  private static HttpEndpoint at(EscalationConfig.Sink sink, String usual) {
    return new HttpEndpoint(sink.endpoint().orElse(URI.create(usual)));
  }

  private static SecretRef secret(EscalationConfig.Sink sink) {
    return new SecretRef.FromFile(needed(sink.secretFile(), "secret-file"));
  }

  private static Optional<SecretRef> anySecret(EscalationConfig.Sink sink) {
    return sink.secretFile().map(SecretRef.FromFile::new);
  }

  private static <T> T needed(Optional<T> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("this kind of sink needs the key " + key));
  }

  private static Sink checked(String name, Supplier<Sink> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + KEY + name + ": " + e.getMessage() + ".", e);
    }
  }
}
