package dev.cartographer.evidence;

import static dev.cartographer.fault.Dependency.IAM;
import static dev.cartographer.fault.Dependency.LOGGING;
import static dev.cartographer.fault.Dependency.METRICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Case.Control;
import dev.cartographer.verdict.DecisionTable;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Cie;
import dev.cartographer.verdict.Findings.Exchanges;
import dev.cartographer.verdict.Findings.OwnChange;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.Scope;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatheredJsonTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void everyCaseIsFoundAgainAsItWasAndSoIsItsVerdict() {
    var random = new SplittableRandom(4);
    for (var i = 0; i < 20_000; i++) {
      var matter = anyCase(random);

      var text = GatheredJson.write(new Gathered(matter, List.of()));

      var kept = GatheredJson.read(text);
      assertThat(kept.matter()).isEqualTo(matter);
      assertThat(DecisionTable.decide(kept.matter())).isEqualTo(DecisionTable.decide(matter));
      assertThat(GatheredJson.write(new Gathered(kept.matter(), List.of()))).isEqualTo(text);
    }
  }

  @Test
  void itemsAreKeptAsPeopleSeeThem() {
    var item =
        new Evidence(
            "iam-status",
            Optional.of(IAM),
            new Reading.Displayed(StatusPage.OUTAGE),
            NOON,
            Duration.ofMillis(231),
            "Token service: major_outage");

    var text = GatheredJson.write(new Gathered(anyCase(new SplittableRandom(1)), List.of(item)));

    assertThat(text)
        .contains(
            """
            {"source":"iam-status","dependency":"iam","kind":"status","value":"outage",\
            "mark":"ill","fetchedAt":"2026-11-24T12:00:00Z","latencyMillis":231,\
            "excerpt":"Token service: major_outage"}\
            """);
    assertThat(GatheredJson.read(text).items()).containsExactly(GatheredJson.view(item));
  }

  @Test
  void whatIsNotWholeIsNotRead() {
    var text = GatheredJson.write(new Gathered(anyCase(new SplittableRandom(2)), List.of()));

    for (var broken :
        List.of(
            text.replace("\"control\":", "\"controls\":"),
            text.replaceFirst("\"othersBlocked\":(true|false),", ""),
            text.replaceFirst("\"scope\":\"\\w+\"", "\"scope\":\"WIDE\""),
            text + "{}",
            "")) {
      assertThatThrownBy(() -> GatheredJson.read(broken))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Case anyCase(SplittableRandom random) {
    var findings = new EnumMap<Dependency, Findings>(Dependency.class);
    List.of(IAM, LOGGING, METRICS).forEach(d -> findings.put(d, any(random)));
    return new Case(
        some(random, List.of(IAM, LOGGING, METRICS)),
        findings,
        one(random, Control.values()),
        some(random, List.of(Circumstance.values())));
  }

  private static Findings any(SplittableRandom random) {
    return new Findings(
        one(random, Exchanges.values()),
        one(random, Probe.values()),
        one(random, StatusPage.values()),
        one(random, Cie.values()),
        one(random, Scope.values()),
        one(random, OwnChange.values()),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static <T> T one(SplittableRandom random, T[] of) {
    return of[random.nextInt(of.length)];
  }

  private static <T> Set<T> some(SplittableRandom random, List<T> of) {
    return of.stream().filter(_ -> random.nextInt(4) == 0).collect(Collectors.toSet());
  }
}
