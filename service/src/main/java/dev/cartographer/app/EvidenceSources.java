package dev.cartographer.app;

import com.fasterxml.jackson.core.JsonPointer;
import dev.cartographer.evidence.CieFeed;
import dev.cartographer.evidence.CieFeedSource;
import dev.cartographer.evidence.Fetch;
import dev.cartographer.evidence.Network;
import dev.cartographer.evidence.Prober.Target;
import dev.cartographer.evidence.PrometheusAlerts;
import dev.cartographer.evidence.PrometheusQuery;
import dev.cartographer.evidence.Source;
import dev.cartographer.evidence.StatusReader;
import dev.cartographer.evidence.StatusSource;
import dev.cartographer.evidence.Thresholds;
import dev.cartographer.evidence.Web;
import dev.cartographer.evidence.WebAddress;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretResolver;
import dev.cartographer.verdict.Findings.StatusPage;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from the configuration whom a verdict's evidence is asked of; a mistake names its key. */
final class EvidenceSources {
  private static final String ROOT = "cartographer.evidence";

  private final EvidenceConfig config;

  EvidenceSources(EvidenceConfig config) {
    this.config = config;
  }

  Thresholds thresholds() {
    return checked(
        ROOT, () -> new Thresholds(config.window(), config.failures(), config.failingShare()));
  }

  List<Network> allowed() {
    return checked(
        ROOT + ".allow-private",
        () -> config.allowPrivate().orElse(List.of()).stream().map(Network::of).toList());
  }

  /** The pages that say whether a dependency answers. */
  List<Target> probes() {
    return each(
        "probes",
        config.probes(),
        (name, probe) ->
            new Target(
                name,
                Optional.of(dependency(probe.dependency())),
                regions(probe.regions()),
                new WebAddress(probe.url()),
                probe.status()));
  }

  List<Target> controls() {
    return each(
        "controls",
        config.controls(),
        (name, control) ->
            new Target(
                name,
                Optional.empty(),
                regions(control.regions()),
                new WebAddress(control.url()),
                control.status()));
  }

  /** Those of the outside that are asked when a verdict is wanted. */
  List<Source> outside(Fetch fetch, SecretResolver secrets, Clock clock) {
    return new Outside(fetch, secrets, clock).all();
  }

  private final class Outside {
    private final Fetch fetch;
    private final SecretResolver secrets;
    private final Clock clock;

    Outside(Fetch fetch, SecretResolver secrets, Clock clock) {
      this.fetch = fetch;
      this.secrets = secrets;
      this.clock = clock;
    }

    List<Source> all() {
      var prometheus = checked(ROOT + ".prometheus", this::prometheus);
      var all = new ArrayList<Source>();
      prometheus.ifPresent(web -> all.add(new PrometheusAlerts(web, clock)));
      all.addAll(
          each(
              "queries",
              config.queries(),
              (name, query) -> query(name, query, needed(prometheus, "prometheus.url"))));
      all.addAll(each("pages", config.pages(), this::page));
      all.addAll(each("cies", config.cies(), this::feed));
      return all;
    }

    private Optional<Web> prometheus() {
      return config.prometheus().url().map(url -> web(url, config.prometheus().bearerFile()));
    }

    private Web web(URI url, Optional<String> bearer) {
      var token = bearer.<SecretRef>map(SecretRef.FromFile::new);
      return new Web(new WebAddress(url), token, secrets, fetch);
    }

    private Source query(String name, EvidenceConfig.Query query, Web prometheus) {
      var control = query.kind() == EvidenceConfig.QueryKind.CONTROL;
      if (control == query.dependency().isPresent()) {
        throw new IllegalArgumentException(
            "a query is about a dependency, unless its kind is control");
      }
      return new PrometheusQuery(
          name,
          query.dependency().map(EvidenceSources::dependency),
          regions(query.regions()),
          PrometheusQuery.Kind.valueOf(query.kind().name()),
          query.expression(),
          prometheus,
          clock);
    }

    private Source page(String name, EvidenceConfig.Page page) {
      return new StatusSource(
          name,
          dependency(page.dependency()),
          regions(page.regions()),
          web(page.url(), page.bearerFile()),
          reader(page),
          clock);
    }

    private Source feed(String name, EvidenceConfig.Cie cie) {
      var feed =
          new CieFeed(
              JsonPointer.compile(cie.items().orElse("")),
              JsonPointer.compile(cie.state()),
              Set.copyOf(cie.open()),
              Set.copyOf(cie.closed()),
              cie.about().map(JsonPointer::compile),
              Set.copyOf(cie.about().isEmpty() ? List.of() : needed(cie.names(), "names")),
              cie.region().map(JsonPointer::compile));
      return new CieFeedSource(
          name, dependency(cie.dependency()), web(cie.url(), cie.bearerFile()), feed, clock);
    }
  }

  private static StatusReader reader(EvidenceConfig.Page page) {
    return switch (page.kind()) {
      case STATUSPAGE ->
          new StatusReader.Statuspage(List.copyOf(needed(page.components(), "components")));
      case GATUS -> new StatusReader.Gatus(List.copyOf(needed(page.endpoints(), "endpoints")));
      case JSON ->
          new StatusReader.Mapped(
              JsonPointer.compile(needed(page.pointer(), "pointer")), values(page.values()));
    };
  }

  private static Map<String, StatusPage> values(Map<String, EvidenceConfig.Status> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("this kind needs the key values");
    }
    return values.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> StatusPage.valueOf(e.getValue().name())));
  }

  private static Dependency dependency(EvidenceConfig.About about) {
    return Dependency.valueOf(about.name());
  }

  private static Set<Name> regions(Optional<List<String>> names) {
    return names.stream()
        .flatMap(List::stream)
        .map(Name::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> T needed(Optional<T> value, String key) {
    return value.orElseThrow(() -> new IllegalArgumentException("it needs the key " + key));
  }

  /** In the order of names, so that the same configuration always asks in the same order. */
  private static <C, T> List<T> each(
      String part, Map<String, C> entries, BiFunction<String, C, T> made) {
    return entries.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(e ->
            Stream.of(
                checked(
                    ROOT + "." + part + "." + e.getKey(),
                    () -> made.apply(new Name(e.getKey()).text(), e.getValue()))))
        .toList();
  }

  private static <T> T checked(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }
}
