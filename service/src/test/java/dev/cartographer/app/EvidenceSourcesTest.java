package dev.cartographer.app;

import static dev.cartographer.fault.Dependency.METRICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.evidence.AddressRules;
import dev.cartographer.evidence.Fetch;
import dev.cartographer.evidence.Prober.Target;
import dev.cartographer.evidence.Source;
import dev.cartographer.evidence.WebAddress;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretText;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sources of evidence as they are configured. */
class EvidenceSourcesTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static EvidenceConfig config(String properties) {
    return config(new PropertiesConfigSource(read(properties), "test", 100));
  }

  private static EvidenceConfig config(ConfigSource source) {
    return new SmallRyeConfigBuilder()
        .withMapping(CartographerConfig.class)
        .addDiscoveredConverters()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(source)
        .build()
        .getConfigMapping(CartographerConfig.class)
        .evidence();
  }

  /** Durations as the framework reads them: 5s, 15m, 30d. */
  private static final class DurationConverter implements Converter<Duration> {
    @Override
    public Duration convert(String text) {
      return text.endsWith("d") ? Duration.parse("P" + text) : Duration.parse("PT" + text);
    }
  }

  private static Map<String, String> read(String properties) {
    try {
      var read = new Properties();
      read.load(new StringReader(properties));
      return read.stringPropertyNames().stream()
          .collect(Collectors.toMap(n -> "cartographer.evidence." + n, n -> read.getProperty(n)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> outside(String properties) {
    return outside(config(properties));
  }

  private List<String> outside(EvidenceConfig config) {
    var rules = new AddressRules(List.of());
    try (var fetch =
        new Fetch(vertx, Clock.systemUTC(), rules, Fetch.Names.SYSTEM, Optional.empty())) {
      return new EvidenceSources(config)
          .outside(fetch, _ -> new SecretText("x"), Clock.systemUTC()).stream()
              .map(Source::name)
              .toList();
    }
  }

  @Test
  void withoutAnyKeyNobodyOutsideIsAsked() {
    assertThat(outside("")).isEmpty();
    assertThat(new EvidenceSources(config("")).probes()).isEmpty();
    assertThat(new EvidenceSources(config("")).controls()).isEmpty();
    assertThat(new EvidenceSources(config("")).allowed()).isEmpty();
  }

  @Test
  void everyKindOfSourceIsReadInTheOrderOfNames() {
    assertThat(
            outside(
                """
                prometheus.url=https://prometheus.example/
                prometheus.bearer-file=prometheus-token
                queries.blackbox.dependency=iam
                queries.blackbox.kind=functional-probe
                queries.blackbox.expression=min(up)
                queries.egress.kind=control
                queries.egress.expression=min(up)
                pages.b.dependency=logging
                pages.b.kind=gatus
                pages.b.url=https://gatus.example/api/v1/endpoints/statuses
                pages.b.endpoints=core_token
                pages.a.dependency=iam
                pages.a.kind=statuspage
                pages.a.url=https://status.example/api/v2/summary.json
                pages.a.components=x,y
                pages.c.dependency=metrics
                pages.c.kind=json
                pages.c.url=https://state.example/
                pages.c.pointer=/state
                pages.c.values.red=outage
                cies.feed.dependency=iam
                cies.feed.url=https://cie.example/
                cies.feed.state=/state
                cies.feed.open=new
                cies.feed.closed=done
                """))
        .containsExactly("prometheus", "blackbox", "egress", "a", "b", "c", "feed");
  }

  @Test
  void theExampleOfThePageIsOne() throws IOException {
    var page = Files.readString(Path.of("../docs/evidence.md"));
    var begin = page.indexOf("```yaml") + "```yaml".length();
    var example = page.substring(begin, page.indexOf("```", begin));

    var config = config(new YamlConfigSource("example", example));

    assertThat(outside(config))
        .containsExactly(
            "prometheus", "iam-blackbox", "logging-status", "metrics-state", "iam-cie");
    assertThat(new EvidenceSources(config).probes()).hasSize(1);
    assertThat(new EvidenceSources(config).controls()).hasSize(1);
    assertThat(new EvidenceSources(config).allowed()).hasSize(1);
  }

  @Test
  void probesAndControlsAreTargets() {
    var sources =
        new EvidenceSources(
            config(
                """
                probes.health.dependency=metrics
                probes.health.url=https://metrics.example/healthz
                probes.health.status=204
                probes.health.regions=us-south
                controls.control.url=https://www.example.org/
                """));

    assertThat(sources.probes())
        .containsExactly(
            new Target(
                "health",
                Optional.of(METRICS),
                Set.of(new Name("us-south")),
                WebAddress.of("https://metrics.example/healthz"),
                204));
    assertThat(sources.controls())
        .containsExactly(
            new Target(
                "control",
                Optional.empty(),
                Set.of(),
                WebAddress.of("https://www.example.org/"),
                200));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probes.p.dependency=iam;probes.p.url=http://iam.example/          | cartographer.evidence.probes.p: the address is https
          probes.p.dependency=iam;probes.p.url=https://a/;probes.p.regions=US | cartographer.evidence.probes.p: a name is
          allow-private=10.0.0.0/99                                         | cartographer.evidence.allow-private: "10.0.0.0/99" is no network
          failing-share=0                                                   | cartographer.evidence: a window is
          queries.q.kind=probe;queries.q.dependency=iam;queries.q.expression=up | cartographer.evidence.queries.q: it needs the key prometheus.url
          prometheus.url=https://p/;queries.q.kind=probe;queries.q.expression=up | cartographer.evidence.queries.q: a query is about a dependency
          prometheus.url=ftp://p/                                           | cartographer.evidence.prometheus: the address is https
          pages.s.dependency=iam;pages.s.kind=statuspage;pages.s.url=https://s/ | cartographer.evidence.pages.s: it needs the key components
          pages.s.dependency=iam;pages.s.kind=json;pages.s.url=https://s/;pages.s.pointer=/a | cartographer.evidence.pages.s: this kind needs the key values
          pages.s.dependency=iam;pages.s.kind=json;pages.s.url=https://s/;pages.s.pointer=a;pages.s.values.x=outage | cartographer.evidence.pages.s: Invalid input
          cies.c.dependency=iam;cies.c.url=https://c/;cies.c.state=/s;cies.c.open=a;cies.c.closed=b;cies.c.about=/x | cartographer.evidence.cies.c: it needs the key names
          """)
  void aMistakeNamesItsKey(String properties, String said) {
    assertThatThrownBy(
            () -> {
              var lines = properties.replace(';', '\n');
              var sources = new EvidenceSources(config(lines));
              sources.thresholds();
              sources.allowed();
              sources.probes();
              outside(lines);
            })
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("The configuration can't be used: " + said);
  }
}
