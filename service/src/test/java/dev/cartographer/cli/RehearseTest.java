package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.view.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RehearseTest {
  private static final String[] OUTAGE = {
    "rehearse", "--clusters=2000", "--outage=iam:45m", "--rate-limit=20/s", "--length=8h"
  };

  @TempDir private Path folder;

  private static Ran ran(String... command) {
    return Ran.of(Map.of("NO_COLOR", "1"), OptionalInt.empty(), command);
  }

  private static String[] with(String[] command, String... more) {
    var all = new String[command.length + more.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return all;
  }

  private static JsonNode json(String text) throws IOException {
    return Json.mapper().readTree(text);
  }

  @Test
  void anOutageLooksAsCheckedIn() throws IOException {
    var ran = ran(OUTAGE);

    assertThat(ran.err()).isEmpty();
    Golden.assertSame(ran.out(), Golden.file("rehearse-outage.txt"));
  }

  @Test
  void aHealthyDayLooksAsCheckedIn() throws IOException {
    var ran = ran("rehearse", "--clusters=500", "--regions=2");

    assertThat(ran.code()).isZero();
    Golden.assertSame(ran.out(), Golden.file("rehearse-healthy.txt"));
  }

  @Test
  void theAnswersOnCapacityLookAsCheckedIn() throws IOException {
    var ran = ran("rehearse", "--capacity", "--clusters=1000", "--outage=iam:40m");

    assertThat(ran.err())
        .isEqualTo(
            "To outlast 40 min of IAM with no token dark, each region's must take NEEDS/S at"
                + " least\n");
    Golden.assertSame(ran.out(), Golden.file("rehearse-capacity.txt"));
  }

  @Test
  void machinesGetTheNumbers() throws IOException {
    var report = json(ran(with(OUTAGE, "-o", "json")).out());

    assertThat(report.path("dark").asLong()).isPositive();
    assertThat(report.path("avoidableExpiries").isIntegralNumber()).isTrue();
    assertThat(report.path("peakRequestsPerSecond").asLong()).isPositive();
    assertThat(report.path("drainSeconds").asDouble()).isPositive();
    assertThat(report.path("timeline").path("runway")).hasSize(240);
    assertThat(report.path("timeline").path("stepSeconds").asInt()).isEqualTo(120);
  }

  @Test
  void theSameSeedGivesTheSameBytesAndSoDoesTheCommandThatItTells() throws IOException {
    var first = folder.resolve("first.svg");
    var second = folder.resolve("second.svg");
    var out = ran(with(OUTAGE, "-o", "json", "--svg=" + first)).out();
    var again = ran(with(OUTAGE, "-o", "json", "--svg=" + second)).out();

    assertThat(again).isEqualTo(out);
    assertThat(second).hasSameBinaryContentAs(first);
    var told = json(out).path("rehearsed").asText().split(" ", -1);
    var rest = Arrays.copyOfRange(told, 1, told.length);
    assertThat(ran(with(rest, "-o", "json")).out()).isEqualTo(out);
    assertThat(ran(with(OUTAGE, "-o", "json", "--seed=2")).out()).isNotEqualTo(out);
  }

  @Test
  void theDrawingIsADocumentOfItsOwn() throws Exception {
    var file = folder.resolve("outage.svg");

    var ran = ran(with(OUTAGE, "--svg", file.toString()));

    assertThat(ran.err()).isEqualTo("Drawn into " + file + "\n");
    var svg = Files.readString(file);
    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getElementsByTagName("path").getLength()).isEqualTo(6);
    assertThat(svg).contains("prefers-color-scheme: dark", "IAM takes 20/s").doesNotContain("NaN");
  }

  @Test
  void onATerminalABarShowsHowFarItIs() {
    var ran = Ran.of(Map.of("NO_COLOR", "1"), OptionalInt.of(100), "rehearse", "--length=2h");

    assertThat(ran.err()).contains("Rehearsing", "120 of 120").endsWith("\r\u001b[K");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --outage=iam                  | 'iam' is not an outage; write it as iam:45m
          --outage=postgres:5m          | 'postgres:5m' is not an outage
          --outage=iam:0m               | An outage needs a start, a duration and a share
          --outage=iam:5m:0%            | An outage needs a start, a duration and a share
          --outage=iam:5m:101%          | An outage needs a start, a duration and a share
          --outage=iam:30h              | A rehearsal needs outages that end before the rehearsal
          --ttl=1y                      | '1y' is not a span of time; write it as 90s, 45m, 1h or 30d
          --ttl=5s                      | A rehearsal needs tokens of 1 minute to 31 days.
          --length=32d                  | A rehearsal needs a length of 1 minute to 31 days.
          --length=-1h                  | '-1h' is not a span of time
          --rate-limit=fast             | 'fast' is not a rate; write it as 500/s
          --rate-limit=0/s              | A rehearsal needs a rate limit over 0.
          --clusters=0                  | A rehearsal needs 1 to 4,000,000 clusters.
          --clusters=4000001            | A rehearsal needs 1 to 4,000,000 clusters.
          --clusters=many               | 'many' is not an int
          --regions=0                   | A rehearsal needs 1 region or more
          --regions=1001                | A rehearsal needs 1 region or more, and no more than clusters.
          --latency=2m                  | A rehearsal needs a latency of 1 ms to 1 minute.
          --renew-from=0.9              | the renewal window must satisfy 0 < earliest <= latest < 1
          --renew-until=NaN             | the renewal window must satisfy 0 < earliest <= latest < 1
          --capacity --ttl=2h           | --capacity takes --clusters
          --capacity --outage=iam:5m:9% | Capacity is asked for a whole outage.
          """)
  void whatCanNotBePlayedIsRefusedWithTheReason(String options, String reason) {
    var ran = ran(with(new String[] {"rehearse"}, options.split(" ", -1)));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(reason);
  }

  @Test
  void aFileThatCanNotBeWrittenIsAnError() {
    var ran = ran("rehearse", "--length=1h", "--svg", folder.resolve("no/such.svg").toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("no/such.svg can't be written");
  }
}
