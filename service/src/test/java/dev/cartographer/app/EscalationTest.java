package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.escalation.Contact.Reach;
import dev.cartographer.escalation.Mode;
import dev.cartographer.incident.Team;
import dev.cartographer.secret.SecretText;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscalationTest {
  private static final String TEAMS =
      """
      armada-api:
        comm: {name: "#armada-api", link: https://chat.example/a}
        escalate: {name: armada ICE, link: https://pager.example/ice}
      IAM:
        escalate: {name: IAM on call, link: https://pager.example/iam}
      logging-service:
        escalate: {name: Logging, link: https://pager.example/logging}
      metrics-service:
        comm: {name: "#metrics", link: https://chat.example/m}
      """;

  @TempDir private Path site;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> keys = new TreeMap<>();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(site.resolve("teams.yml"), TEAMS);
    keys.put("cartographer.runbook.data", site.toString());
    keys.put("cartographer.escalation.chats", "argonauts");
    keys.put("cartographer.escalation.issues", "issues");
    keys.put("cartographer.escalation.copies", "am,post");
    sink("iam", "kind", "pagerduty", "secret-file", "iam");
    sink("ice", "kind", "opsgenie", "secret-file", "ice");
    sink("argonauts", "kind", "slack", "secret-file", "slack", "channel", "C1");
    sink("hook", "kind", "slack-webhook", "secret-file", "hook");
    sink("issues", "kind", "github", "secret-file", "gh", "repository", "armada/api");
    sink("am", "kind", "alertmanager", "endpoint", "http://127.0.0.1:9093");
    sink("post", "kind", "mail", "endpoint", "smtp://mail.example", "from", "c@a.example");
    sink("post", "to", "ice@a.example");
    team("IAM", "sink", "iam", "fallback", "post", "mode", "shadow");
    team("logging-service", "sink", "iam");
    team("metrics-service", "kind", "chat-only", "chat", "hook");
    team("armada-api", "sink", "ice");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void sink(String name, String... pairs) {
    put("cartographer.escalation.sinks." + name + ".", pairs);
  }

  private void team(String name, String... pairs) {
    put("cartographer.escalation.teams." + name + ".", pairs);
  }

  private void put(String prefix, String... pairs) {
    for (var i = 0; i < pairs.length; i += 2) {
      keys.put(prefix + pairs[i], pairs[i + 1]);
    }
  }

  private Optional<Escalation> escalation() {
    var config =
        new SmallRyeConfigBuilder()
            .withMapping(CartographerConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .withSources(new PropertiesConfigSource(keys, "test", 100))
            .build()
            .getConfigMapping(CartographerConfig.class);
    return Escalation.of(
        config, _ -> new SecretText("x"), vertx, Optional.empty(), Clock.systemUTC());
  }

  @Test
  void whoIsReachedHowComesFromTheConfigurationAndTheirNamesFromTheSite() {
    var plan = escalation().orElseThrow().plan();

    assertThat(plan.contact(Team.IAM).name()).isEqualTo("IAM on call");
    assertThat(plan.contact(Team.IAM).mode()).isEqualTo(Mode.SHADOW);
    assertThat(plan.contact(Team.IAM).reach())
        .isEqualTo(new Reach.Pager("iam", Optional.of("post")));
    assertThat(plan.contact(Team.METRICS).name()).isEqualTo("#metrics");
    assertThat(plan.contact(Team.METRICS).reach()).isEqualTo(new Reach.ChatOnly());
    assertThat(plan.chats()).containsExactly("argonauts");
    assertThat(plan.copies()).containsExactly("am", "post");
  }

  @Test
  void withoutTeamsAndSinksNobodyIsTold() {
    keys.clear();

    assertThat(escalation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          teams.logging-service.sink  |           | A verdict can name logging-service, and nobody there can be reached: set cartographer.escalation.teams.logging-service.sink, or cartographer.escalation.teams.logging-service.kind to none.
          teams.IAM.sink              |           | A verdict can name IAM, and nobody there can be reached: set cartographer.escalation.teams.IAM.sink.
          teams.metrics-service.chat  |           | A verdict can name metrics-service, and nobody there can be reached: set cartographer.escalation.teams.metrics-service.chat.
          teams.metrics-service.kind  | page      | A verdict can name metrics-service, and nobody there can be reached: set cartographer.escalation.teams.metrics-service.sink.
          teams.armada-api.kind       | none      | The configuration can't be used: cartographer.escalation.teams.armada-api.kind: somebody must be woken when nobody else can be: page.
          teams.mallory.sink          | iam       | The configuration can't be used: cartographer.escalation.teams.mallory: a verdict names IAM, logging-service, metrics-service, armada-api.
          teams.IAM.sink              | nosuch    | The configuration can't be used: cartographer.escalation.teams.IAM.sink: there is no sink nosuch in cartographer.escalation.sinks.
          teams.IAM.sink              | argonauts | The configuration can't be used: cartographer.escalation.teams.IAM.sink: sink argonauts is of a kind that can't be used to page.
          chats                       | issues    | The configuration can't be used: cartographer.escalation.chats: sink issues is of a kind that can't be used as a chat.
          name                        | Two--Of   | The configuration can't be used: cartographer.escalation.name: a name is of small letters and digits with single hyphens between, 40 at most.
          sinks.iam.secret-file       |           | The configuration can't be used: cartographer.escalation.sinks.iam: this kind of sink needs the key secret-file.
          sinks.am.endpoint           | http://am | The configuration can't be used: cartographer.escalation.sinks.am: an endpoint is https://…, or http:// to 127.0.0.0/8, [::1] or localhost.
          sinks.issues.repository     | a/b/../c  | The configuration can't be used: cartographer.escalation.sinks.issues: a repository is written OWNER/NAME.
          sinks.post.to               | a@b,<c>   | The configuration can't be used: cartographer.escalation.sinks.post: a mail address is written name@host.
          """)
  void whatCanNotWorkStopsTheStart(String key, String value, String sentence) {
    if (value == null) {
      keys.remove("cartographer.escalation." + key);
    } else {
      keys.put("cartographer.escalation." + key, value);
    }

    assertThatThrownBy(this::escalation).isInstanceOf(StartFailure.class).hasMessage(sentence);
  }

  @Test
  void aTeamThatTheSiteDoesNotKnowStopsTheStart() throws IOException {
    team("metrics-service", "kind", "page", "sink", "iam");

    assertThatThrownBy(this::escalation)
        .hasMessage(
            "A verdict can name metrics-service, and nobody there can be reached: the site's data"
                + " has no teams.metrics-service.escalate.name; put it into teams.yml.");

    keys.remove("cartographer.runbook.data");

    assertThatThrownBy(this::escalation)
        .hasMessageContaining("set cartographer.runbook.data to the directory with teams.yml");
  }
}
