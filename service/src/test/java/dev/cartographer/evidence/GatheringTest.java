package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.evidence.Reading.Displayed;
import dev.cartographer.evidence.Reading.Noted;
import dev.cartographer.evidence.Reading.Probed;
import dev.cartographer.fault.Dependency;
import dev.cartographer.testing.MutableClock;
import dev.cartographer.verdict.Case.Circumstance;
import dev.cartographer.verdict.Findings;
import dev.cartographer.verdict.Findings.Probe;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private final MutableClock clock = new MutableClock(NOON);
  private final CompletableFuture<Void> budgetIsUp = new CompletableFuture<>();
  private final List<Duration> alarms = new ArrayList<>();
  private final Question question = Question.byHand(carrier("dal1", "us-south"), NOON, NOON);

  /** Tells of IAM's status page what it is told to. */
  private record Page(String name, Supplier<StatusPage> says) implements Source {
    @Override
    public List<Subject> subjects(Question question) {
      return List.of(new Subject(Optional.of(Dependency.IAM), new Displayed(StatusPage.UNKNOWN)));
    }

    @Override
    public List<Evidence> gather(Question question, Instant deadline) {
      return List.of(
          new Evidence(
              name,
              Optional.of(Dependency.IAM),
              new Displayed(says.get()),
              NOON,
              Duration.ZERO,
              "until " + deadline));
    }
  }

  private Gathered gather(Source... sources) {
    var gathering =
        new Gathering(
            List.of(sources),
            BUDGET,
            time -> {
              alarms.add(time);
              return budgetIsUp.copy();
            },
            clock);
    return gathering.gather(question);
  }

  private static StatusPage hang(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    return StatusPage.OPERATIONAL;
  }

  @Test
  void allAreAskedAndWhenAllHaveAnsweredNobodyWaits() {
    var gathered =
        gather(new Page("b", () -> StatusPage.OUTAGE), new Page("a", () -> StatusPage.UNKNOWN));

    assertThat(gathered.items())
        .filteredOn(e -> e.reading() instanceof Displayed && !e.source().equals("nobody"))
        .extracting(e -> e.source() + " " + e.reading().word() + " " + e.excerpt())
        .containsExactly(
            "a unknown until 2026-11-24T12:00:20Z", "b outage until 2026-11-24T12:00:20Z");
    assertThat(gathered.matter().findings().getOrDefault(Dependency.IAM, Findings.NONE).status())
        .isEqualTo(StatusPage.OUTAGE);
    assertThat(alarms).containsExactly(BUDGET);
  }

  @Test
  void whoeverIsLateKnowsNothingAndIsInterrupted() throws InterruptedException {
    var interrupted = new CountDownLatch(1);
    var slow = new Page("slow", () -> hang(interrupted));
    var quick =
        new Page(
            "quick",
            () -> {
              budgetIsUp.complete(null);
              return StatusPage.OUTAGE;
            });

    // The budget is up once the quick one has begun to answer, so it may be late or not.
    var gathered = gather(slow, quick);

    interrupted.await();
    assertThat(gathered.items())
        .filteredOn(e -> e.source().equals("slow"))
        .extracting(e -> e.reading().word() + " " + e.latency() + " " + e.excerpt())
        .containsExactly("unknown PT20S did not answer within 20 s");
  }

  @Test
  void aBugOfOursIsUnknownAndNothingElseSuffers() {
    var broken =
        new Page(
            "broken",
            () -> {
              throw new IllegalStateException("with a secret in it");
            });

    var gathered = gather(broken, new Page("sound", () -> StatusPage.OPERATIONAL));

    assertThat(gathered.items())
        .filteredOn(e -> e.source().equals("broken"))
        .extracting(e -> e.reading().word() + " " + e.excerpt())
        .containsExactly("unknown failed on our side (IllegalStateException)");
    assertThat(gathered.matter().findings().getOrDefault(Dependency.IAM, Findings.NONE).status())
        .isEqualTo(StatusPage.OPERATIONAL);
  }

  @Test
  void ofWhatNobodyCanBeAskedAnItemSaysSo() {
    assertThat(gather().items())
        .extracting(e ->
            e.dependency().map(Dependency::word).orElse("-")
                + " "
                + e.reading().kind()
                + " "
                + e.reading().word())
        .containsExactly(
            "iam cie unknown",
            "iam status unknown",
            "logging cie unknown",
            "logging status unknown",
            "metrics cie unknown",
            "metrics status unknown",
            "- control unknown");
    assertThat(gather(new Page("a", () -> StatusPage.OUTAGE)).items())
        .filteredOn(e -> e.source().equals("nobody"))
        .hasSize(6);
  }

  @Test
  void theOrderOfItemsIsAlwaysTheSame() {
    var sources = new ArrayList<Source>();
    for (var name : List.of("d", "a", "c", "b", "f", "e")) {
      sources.add(new Page(name, () -> StatusPage.DEGRADED));
    }
    var first = gather(sources.toArray(Source[]::new)).items();

    Collections.reverse(sources);

    assertThat(gather(sources.toArray(Source[]::new)).items()).isEqualTo(first);
  }

  @Test
  void whatTheAskerKnowsIsPartOfTheCase() {
    var asked =
        new Question(
            Set.of(carrier("dal1", "us-south")),
            Set.of(Dependency.METRICS),
            Set.of(Circumstance.FLAPPING),
            NOON,
            NOON);
    var items =
        List.of(
            new Evidence(
                "x", Optional.empty(), new Noted(Circumstance.SAME_ONSET), NOON, Duration.ZERO, ""),
            new Evidence(
                "p",
                Optional.of(Dependency.METRICS),
                new Probed(Probe.DOWN, false),
                NOON,
                Duration.ZERO,
                ""));

    var matter = Weighing.of(asked, items);

    assertThat(matter.firing()).containsExactly(Dependency.METRICS);
    assertThat(matter.circumstances())
        .containsExactlyInAnyOrder(Circumstance.FLAPPING, Circumstance.SAME_ONSET);
    assertThat(matter.findings().getOrDefault(Dependency.METRICS, Findings.NONE).probe())
        .isEqualTo(Probe.DOWN);
  }
}
