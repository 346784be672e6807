package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cartographer.evidence.Pages.Reply;
import dev.cartographer.evidence.Prober.Target;
import dev.cartographer.evidence.Reading.Controlled;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.Findings.Probe;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProberTest {
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);

  private final Pages pages = new Pages();
  private final Question question =
      Question.byHand(carrier("dal1", "us-south"), Pages.NOON, Pages.NOON);

  @AfterEach
  void close() {
    pages.close();
  }

  private Prober prober(Fetch fetch, Optional<Dependency> dependency, String... regions) {
    var places = Set.of(regions).stream().map(Name::new).collect(Collectors.toSet());
    var target = new Target("health", dependency, places, pages.address("/health"), 200);
    return new Prober(List.of(target), fetch, pages.clock, EVERY);
  }

  private void round(Prober prober, int status, String date) {
    pages.answers(
        "/health", new Reply(status, date.isEmpty() ? Map.of() : Map.of("Date", date), ""));
    pages.clock.advance(EVERY);
    prober.round();
  }

  @ParameterizedTest
  @CsvSource({
    "'', UNKNOWN",
    "200, UNKNOWN",
    "200 200, UP_LIVENESS",
    "200 503, UNKNOWN",
    "503 503, DOWN",
    "200 503 200, UP_LIVENESS",
    "503 200 503, DOWN",
    "200 200 200 503, UP_LIVENESS",
    "200 200 200 503 503, DOWN",
    "204 204, DOWN",
    "302 302, DOWN"
  })
  void twoOfTheLastThreeAnswersDecide(String statuses, Probe expected) {
    var prober = prober(pages.fetch, Optional.of(Dependency.LOGGING));
    for (var status : statuses.isEmpty() ? new String[0] : statuses.split(" ", -1)) {
      round(prober, Integer.parseInt(status), "");
    }

    var items = new LivenessSource(prober).gather(question, pages.deadline());

    assertThat(items)
        .extracting(Evidence::source, Evidence::dependency, Evidence::reading)
        .containsExactly(
            tuple("health", Optional.of(Dependency.LOGGING), new Probed(expected, false)));
  }

  @Test
  void oldAnswersAreNone() {
    var prober = prober(pages.fetch, Optional.of(Dependency.IAM));
    round(prober, 503, "");
    round(prober, 503, "");

    pages.clock.advance(EVERY.multipliedBy(4).plusMillis(1));

    var item = new LivenessSource(prober).gather(question, pages.deadline()).getFirst();
    assertThat(item.reading()).isEqualTo(new Probed(Probe.UNKNOWN, false));
    assertThat(item.excerpt()).endsWith("was not asked lately");
  }

  @Test
  void whatWasNotAskedIsNotDown() {
    try (var strict = pages.fetch(List.of(), Fetch.Names.SYSTEM)) {
      var prober = prober(strict, Optional.of(Dependency.IAM));
      round(prober, 200, "");
      round(prober, 200, "");

      var item = new LivenessSource(prober).gather(question, pages.deadline()).getFirst();
      assertThat(item.reading()).isEqualTo(new Probed(Probe.UNKNOWN, false));
      assertThat(item.excerpt())
          .contains("0 of the last 2 well; was not asked: 127.0.0.1 is a private");
    }
  }

  @Test
  void aPageOfAnotherRegionDoesNotConcernUs() {
    var elsewhere = new LivenessSource(prober(pages.fetch, Optional.of(Dependency.IAM), "eu-de"));
    var here = new LivenessSource(prober(pages.fetch, Optional.of(Dependency.IAM), "us-south"));

    assertThat(elsewhere.gather(question, pages.deadline())).isEmpty();
    assertThat(here.gather(question, pages.deadline())).hasSize(1);
  }

  private Evidence control(Prober prober) {
    return new ControlSource(prober, MOST_SKEW).gather(question, pages.deadline()).getFirst();
  }

  @Test
  void aControlThatAnswersIsWellAndOneThatDoesNotIsBad() {
    var prober = prober(pages.fetch, Optional.empty());

    round(prober, 200, "");
    assertThat(control(prober).reading()).isEqualTo(new Controlled(Control.UNKNOWN));
    round(prober, 200, "");
    assertThat(control(prober).reading()).isEqualTo(new Controlled(Control.OK));
    round(prober, 500, "");
    round(prober, 500, "");
    assertThat(control(prober).reading()).isEqualTo(new Controlled(Control.BAD));
  }

  @Test
  void aControlWhoseNameDoesNotResolveIsBadThoughNoPageIsDownByThat() {
    try (var nameless =
        pages.fetch(
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            })) {
      var prober = prober(nameless, Optional.empty());
      round(prober, 200, "");
      round(prober, 200, "");
      assertThat(control(prober).reading()).isEqualTo(new Controlled(Control.BAD));
      assertThat(control(prober).excerpt()).endsWith("has a name that did not resolve");

      var page = prober(nameless, Optional.of(Dependency.IAM));
      round(page, 200, "");
      round(page, 200, "");
      assertThat(new LivenessSource(page).gather(question, pages.deadline()).getFirst().reading())
          .isEqualTo(new Probed(Probe.UNKNOWN, false));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tue, 24 Nov 2026 12:00:30 GMT | OK  | answered with status 200
          Tue, 24 Nov 2026 12:01:01 GMT | BAD | has a clock 31 s ahead of ours
          Tue, 24 Nov 2026 11:59:59 GMT | BAD | has a clock 31 s behind ours
          """)
  void aClockThatIsOffByMoreThanHalfAMinuteIsBad(String date, Control expected, String said) {
    var prober = prober(pages.fetch, Optional.empty());
    round(prober, 200, "");
    round(prober, 200, date);

    assertThat(pages.clock.instant()).isEqualTo(Pages.NOON.plusSeconds(30));
    assertThat(control(prober).reading()).isEqualTo(new Controlled(expected));
    assertThat(control(prober).excerpt()).endsWith(said);
  }
}
