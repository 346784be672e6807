package dev.cartographer.evidence;

import static dev.cartographer.evidence.Counted.carrier;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import dev.cartographer.evidence.Pages.Reply;
import dev.cartographer.evidence.Reading.Announced;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Findings.Cie;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customer impacting events: those of a feed, and those announced to us. */
class CieFeedTest {
  private final Pages pages = new Pages();
  private final Question question =
      Question.byHand(carrier("dal1", "us-south"), Pages.NOON, Pages.NOON);

  @AfterEach
  void close() {
    pages.close();
  }

  private Evidence read() {
    var feed =
        new CieFeed(
            JsonPointer.compile("/resources"),
            JsonPointer.compile("/state"),
            Set.of("new", "in-progress"),
            Set.of("complete"),
            Optional.of(JsonPointer.compile("/components")),
            Set.of("iam", "identity"),
            Optional.of(JsonPointer.compile("/regions")));
    var source =
        new CieFeedSource("iam-cie", Dependency.IAM, pages.web("/feed"), feed, pages.clock);
    return source.gather(question, pages.deadline()).getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                                                               | NONE
          [{"state":"in-progress","components":["iam"],"regions":["us-south"]}]            | OPEN
          [{"state":"in-progress","components":["iam"],"regions":["eu-de"]}]               | NONE
          [{"state":"in-progress","components":["iam"],"regions":[]}]                      | OPEN
          [{"state":"in-progress","components":["iam"]}]                                   | OPEN
          [{"state":"new","components":"identity","regions":"us-south"}]                   | OPEN
          [{"state":"in-progress","components":["logging"]}]                               | NONE
          [{"state":"in-progress"}]                                                        | NONE
          [{"state":"complete","components":["iam"]}]                                      | NONE
          [{"state":"paused","components":["iam"]}]                                        | UNKNOWN
          [{"components":["iam"]}]                                                         | UNKNOWN
          [{"state":"paused","components":["iam"]},{"state":"new","components":["iam"]}]   | OPEN
          [{"state":"paused","components":["logging"]}]                                    | NONE
          """)
  void anEventCountsWhenItIsOpenAndAboutTheDependencyHere(String items, Cie expected) {
    pages.answers("/feed", Reply.json("{\"resources\":" + items + "}"));

    assertThat(read().reading()).isEqualTo(new Announced(expected));
  }

  @Test
  void aFeedWithoutItsListIsUnknownAndSoIsOneThatIsNotThere() {
    pages.answers("/feed", Reply.json("{\"resources\":{}}"));
    assertThat(read().reading()).isEqualTo(new Announced(Cie.UNKNOWN));
    assertThat(read().excerpt()).endsWith("has no list at \"/resources\"");

    pages.answers("/feed", Reply.of(503));
    assertThat(read().reading()).isEqualTo(new Announced(Cie.UNKNOWN));
  }

  private static CieNotice notice(Dependency dependency, Optional<Name> region) {
    return new CieNotice(
        dependency,
        region,
        "INC123",
        "tokens fail",
        Pages.NOON.minus(Duration.ofMinutes(9)),
        Pages.NOON.plus(Duration.ofHours(4)));
  }

  private List<Evidence> announced(CieNotice... open) {
    CieBook book = (Instant now) -> List.of(open);
    return new AnnouncementsSource(book, pages.clock).gather(question, pages.deadline());
  }

  @Test
  void whatIsAnnouncedToUsIsOpenWhereItApplies() {
    assertThat(announced(notice(Dependency.IAM, Optional.of(new Name("us-south")))))
        .extracting(
            e -> e.dependency().orElseThrow() + " " + e.reading().word() + " " + e.excerpt())
        .containsExactly(
            "IAM open INC123, open since 2026-11-24T11:51:00Z: tokens fail",
            "LOGGING unknown nobody has announced one to us",
            "METRICS unknown nobody has announced one to us");
    assertThat(announced(notice(Dependency.METRICS, Optional.empty())))
        .extracting(e -> e.reading().word())
        .containsExactly("unknown", "unknown", "open");
    assertThat(announced(notice(Dependency.IAM, Optional.of(new Name("eu-de")))))
        .extracting(e -> e.reading().word())
        .containsOnly("unknown");
  }
}
