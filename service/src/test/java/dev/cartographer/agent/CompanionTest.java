package dev.cartographer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.agent.AgentEndpoint.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The companion against endpoints that answer as the agents' own do. */
@Timeout(60)
class CompanionTest {
  private static final String RELOAD = "GET /api/config.gracefulReload";
  private static final String STATUS = "GET /api/v2/reload";
  private static final String POST = "POST /api/v2/reload";
  private static final String METRICS = "GET /api/v1/metrics";
  private static final String DONE = "{\"reload\":\"done\",\"status\":0}";

  @TempDir Path directory;
  private final AgentEndpoint agent = new AgentEndpoint();
  private final Map<String, String> settings = new HashMap<>();

  @AfterEach
  void endTheAgent() {
    agent.close();
  }

  @Test
  void fluentdIsToldOfANewTokenOnce() {
    agent.on(RELOAD, 200, "{\"ok\":true}");
    token(7, "CANARY-one");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
      assertThat(state("picked-up")).matches("7 [0-9a-f]{24} 20..-..-..T..:..:..Z\n");

      token(8, "CANARY-two");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 8 was picked up");
      assertThat(agent.requests()).containsExactly(RELOAD + " -", RELOAD + " -");
      assertThat(companion.said()).noneMatch(line -> line.contains("CANARY"));
    }
  }

  @Test
  void theFingerprintIsThatOfTheNote() {
    agent.on(RELOAD, 200, "{\"ok\":true}");
    token(1, "abc");

    try (var companion = fluentd()) {
      companion.saysNext("picked up");
      assertThat(state("picked-up")).startsWith("1 ba7816bf8f01cfea414140de ");
    }
  }

  @Test
  void aTokenThatIsKnownIsLeftAloneAfterARestart() {
    agent.on(RELOAD, 200, "{\"ok\":true}");
    token(7, "one");
    try (var companion = fluentd()) {
      companion.saysNext("picked up");
    }

    try (var companion = fluentd()) {
      token(8, "two");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 8 was picked up");
    }
    assertThat(agent.requests()).hasSize(2);
  }

  @Test
  void aReloadThatFailsIsTriedAgain() {
    agent
        .on(RELOAD, 500, "{\"message\":\"failed\",\"ok\":false}")
        .on(RELOAD, 0, "")
        .on(RELOAD, 200, "{\"message\":\"busy\",\"ok\":false}")
        .on(RELOAD, 200, "{\"ok\":true}");
    token(7, "one");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("generation"))
          .startsWith("generation 7 is not picked up: ")
          .contains("500")
          .endsWith("; try 1, again in 0.02 s");
      assertThat(companion.saysNext("generation"))
          .contains("timed out")
          .endsWith("try 2, again in 0.03 s");
      assertThat(companion.saysNext("generation"))
          .contains("busy")
          .endsWith("try 3, again in 0.03 s");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
    }
  }

  @Test
  void anAgentThatIsNotThereIsWaitedFor() {
    token(7, "one");
    settings.put("CARTOGRAPHER_RELOAD", "http://127.0.0.1:9/api/config.gracefulReload");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("not picked up")).contains("127.0.0.1").contains("try 1");
      assertThat(companion.saysNext("not picked up")).contains("try 2");
    }
  }

  /** Fluentd says ok before it has reloaded; whether it did shows in what becomes of its chunks. */
  @Test
  void aReloadAfterWhichNothingFlowsIsTriedAgain() {
    chunk("buffer.b5f1.log");
    agent
        .on(
            RELOAD,
            () -> {
              move("buffer.b5f1.log", "buffer.q5f1.log");
              return new Answer(200, "{\"ok\":true}");
            })
        .on(
            RELOAD,
            () -> {
              remove("buffer.q5f1.log");
              chunk("buffer.b6a2.log");
              return new Answer(200, "{\"ok\":true}");
            });
    token(7, "one");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("generation"))
          .isEqualTo(
              "generation 7 is not picked up: what waited at the reload still waits after 3 looks;"
                  + " try 1, again in 0.02 s");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
    }
  }

  @Test
  void whileOneTokenIsNotTakenUpANewerOneTakesItsPlace() {
    agent
        .on(
            RELOAD,
            () -> {
              token(8, "two");
              return new Answer(503, "");
            })
        .on(RELOAD, 200, "{\"ok\":true}");
    token(7, "one");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("generation")).startsWith("generation 7 is not picked up");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 8 was picked up");
    }
  }

  @Test
  void fluentBitIsBelievedOnceItCountsItsReloadAndARecord() {
    agent
        .on(STATUS, 200, "{\"hot_reload_count\":3}")
        .on(STATUS, 200, "{\"hot_reload_count\":3}")
        .on(STATUS, 200, "{\"hot_reload_count\":4}")
        .on(POST, 200, DONE)
        .on(METRICS, 200, metrics(0, 0, 0))
        .on(METRICS, 200, metrics(17, 0, 0));
    token(7, "one");

    try (var companion = fluentBit()) {
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
      assertThat(agent.requests()).containsOnlyOnce(POST + " - {}");
    }
  }

  @Test
  void fluentBitWithNothingToSendIsBelievedToo() {
    agent
        .on(STATUS, 200, "{\"hot_reload_count\":0}")
        .on(STATUS, 200, "{\"hot_reload_count\":1}")
        .on(POST, 200, DONE)
        .on(METRICS, 200, metrics(0, 0, 0));
    token(7, "one");

    try (var companion = fluentBit()) {
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
    }
  }

  @Test
  void fluentBitThatDoesNotReloadOrDoesNotFlushIsAskedAgain() {
    agent
        .on(STATUS, 200, "{\"hot_reload_count\":0}")
        .on(POST, 200, "{\"reload\":\"not enabled\",\"status\":-1}")
        .on(POST, 400, "{\"reload\":\"in progress\",\"status\":-2}")
        .on(POST, 200, DONE);
    token(7, "one");

    try (var companion = fluentBit()) {
      assertThat(companion.saysNext("generation")).contains("not enabled").contains("try 1");
      assertThat(companion.saysNext("generation")).contains("400").contains("try 2");
      assertThat(companion.saysNext("generation"))
          .contains("not reloaded after 3 looks")
          .contains("try 3");
    }
  }

  @Test
  void aFirstFlushThatIsRefusedIsNoPickup() {
    agent
        .on(STATUS, 200, "{\"hot_reload_count\":0}")
        .on(STATUS, 200, "{\"hot_reload_count\":1}")
        .on(STATUS, 200, "{\"hot_reload_count\":1}")
        .on(STATUS, 200, "{\"hot_reload_count\":2}")
        .on(POST, 200, DONE)
        .on(METRICS, 200, metrics(0, 1, 0))
        .on(METRICS, 200, metrics(5, 0, 0));
    token(7, "one");

    try (var companion = fluentBit()) {
      assertThat(companion.saysNext("generation"))
          .contains("its first flush after the reload did not go through");
      assertThat(companion.saysNext("generation")).isEqualTo("generation 7 was picked up");
    }
  }

  @Test
  void aPickupIsAcknowledgedWithTheWorkloadsOwnTokenUntilItIsHeard() {
    agent
        .on(RELOAD, 200, "{\"ok\":true}")
        .on("POST /pickup", 503, "")
        .on("POST /pickup", 503, "")
        .on("POST /pickup", 204, "");
    token(7, "abc");
    write("workload", "CANARY-workload");
    settings.put("CARTOGRAPHER_PICKUP_URL", agent.at("/pickup"));
    settings.put("CARTOGRAPHER_PICKUP_TOKEN", directory.resolve("workload").toString());

    try (var companion = fluentd()) {
      companion.saysNext("generation 7 was picked up");
      assertThat(companion.saysNext("could not be told")).contains("503");
      token(8, "two");
      companion.saysNext("generation 8 was picked up");
      assertThat(agent.requests())
          .contains(
              "POST /pickup Bearer CANARY-workload"
                  + " {\"generation\":7,\"fingerprint\":\"ba7816bf8f01cfea414140de\"}");
      assertThat(companion.said()).noneMatch(line -> line.contains("CANARY"));
    }
  }

  @Test
  void aNewConfigurationIsPutInPlaceAndReloaded() {
    agent.on(RELOAD, 200, "{\"ok\":true}");
    token(7, "one");
    configuration("aaaa", "first");

    try (var companion = fluentd()) {
      assertThat(companion.saysNext("configuration")).isEqualTo("configuration aaaa is in place");
      companion.saysNext("picked up");
      assertThat(state("active/fluent.conf")).isEqualTo("first");

      configuration("bbbb", "second");
      assertThat(companion.saysNext("configuration")).isEqualTo("configuration bbbb is in place");
      companion.saysNext("picked up");
      assertThat(state("active/fluent.conf")).isEqualTo("second");
      assertThat(state("previous/fluent.conf")).isEqualTo("first");
      assertThat(agent.requests()).hasSize(2);
    }
  }

  @Test
  void aConfigurationThatTheAgentDoesNotTakeUpIsRolledBackAndNotTriedAgain() {
    agent
        .on(RELOAD, 200, "{\"ok\":true}")
        .on(RELOAD, 500, "")
        .on(RELOAD, 500, "")
        .on(RELOAD, 500, "");
    agent.on(RELOAD, 200, "{\"ok\":true}");
    token(7, "one");
    configuration("aaaa", "first");
    write("status/made", "");
    settings.put("CARTOGRAPHER_STATUS", directory.resolve("status").toString());

    try (var companion = fluentd()) {
      companion.saysNext("picked up");
      configuration("bbbb", "second");
      companion.saysNext("configuration bbbb is in place");
      assertThat(companion.saysNext("refuses"))
          .isEqualTo("fluentd refuses configuration bbbb: not taken up in 3 tries");
      assertThat(companion.saysNext("back")).isEqualTo("configuration aaaa is back in place");
      assertThat(state("active/fluent.conf")).isEqualTo("first");
      assertThat(read(directory.resolve("status/refused"))).isEqualTo("bbbb\n");

      token(8, "two");
      companion.saysNext("generation 8 was picked up");
      configuration("cccc", "third");
      assertThat(companion.saysNext("configuration")).isEqualTo("configuration cccc is in place");
    }
  }

  @Test
  void aConfigurationThatTheAgentsOwnCheckRefusesIsNeverInPlace() {
    agent
        .on(RELOAD, 200, "{\"ok\":true}")
        .on("PATCH /api/v1/namespaces/logging/configmaps/agent", 200, "{}");
    token(7, "one");
    configuration("aaaa", "fine");
    write("account/token", "CANARY-account");
    write("account/namespace", "logging");
    write("account/ca.crt", "");
    settings.put("CARTOGRAPHER_CHECK", "grep fine");
    settings.put("CARTOGRAPHER_CONFIGMAP", "agent");
    settings.put("CARTOGRAPHER_ACCOUNT", directory.resolve("account").toString());
    settings.put("CARTOGRAPHER_API", agent.at(""));

    try (var companion = fluentd()) {
      companion.saysNext("picked up");
      configuration("bbbb", "broken");
      assertThat(companion.saysNext("refuses")).isEqualTo("fluentd refuses configuration bbbb: ");
      token(8, "two");
      companion.saysNext("generation 8 was picked up");
      assertThat(state("active/fluent.conf")).isEqualTo("fine");
      assertThat(agent.requests())
          .containsOnlyOnce(
              "PATCH /api/v1/namespaces/logging/configmaps/agent Bearer CANARY-account"
                  + " {\"metadata\":{\"annotations\":{\"cartographer.dev/refused\":\"bbbb\"}}}");
      assertThat(companion.said()).noneMatch(line -> line.contains("CANARY"));
    }
  }

  @Test
  void beforeTheAgentStartsItWaitsForBothAndEnds() {
    configuration("aaaa", "first");
    try (var companion = fluentd("once")) {
      companion.saysNext("configuration aaaa is in place");
      token(7, "one");

      assertThat(companion.exit()).isZero();
      assertThat(state("active/fluent.conf")).isEqualTo("first");
      assertThat(agent.requests()).isEmpty();
    }
  }

  @Test
  void aFreshPlaceTakesTheConfigurationBeforeWhenTheNewOneIsRefused() {
    configuration("bbbb", "broken");
    write("config/..gen-bbbb/previous.fluent.conf", "fine");
    write("config/..gen-bbbb/previous.configuration", "aaaa\n");
    token(7, "one");
    settings.put("CARTOGRAPHER_CHECK", "grep fine");

    try (var companion = fluentd("once")) {
      companion.saysNext("refuses configuration bbbb");
      companion.saysNext("configuration aaaa is back in place");
      assertThat(companion.exit()).isZero();
      assertThat(state("active/fluent.conf")).isEqualTo("fine");
    }
  }

  private Companion fluentd(String... arguments) {
    settings.put("CARTOGRAPHER_AGENT", "fluentd");
    settings.putIfAbsent("CARTOGRAPHER_RELOAD", agent.at("/api/config.gracefulReload"));
    return new Companion(directory, settings, arguments);
  }

  private Companion fluentBit() {
    settings.put("CARTOGRAPHER_AGENT", "fluent-bit");
    settings.put("CARTOGRAPHER_RELOAD", agent.at("/api/v2/reload"));
    return new Companion(directory, settings);
  }

  private static String metrics(int records, int errors, int retries) {
    return """
    {"input":{"tail.0":{"records":99,"bytes":9}},"filter":{},"output":{"other":{"proc_records":9,"errors":9},\
    "cartographer":{"proc_records":%d,"proc_bytes":1,"errors":%d,"retries":%d,"retries_failed":0}}}\
    """
        .formatted(records, errors, retries);
  }

  /** As Cartographer delivers it: token and note change in one step. */
  private void token(int generation, String token) {
    var version = "tokens/..gen-" + generation;
    write(version + "/token", token);
    write(version + "/note.json", "{\"generation\":%d,\"issuedAt\":\"\"}".formatted(generation));
    link("tokens", "..gen-" + generation);
  }

  private void configuration(String hash, String text) {
    write("config/..gen-" + hash + "/fluent.conf", text);
    write("config/..gen-" + hash + "/configuration", hash + "\n");
    link("config", "..gen-" + hash);
  }

  private void link(String place, String version) {
    try {
      var fresh = directory.resolve(place + "/..new");
      Files.createSymbolicLink(fresh, Path.of(version));
      Files.move(fresh, directory.resolve(place + "/..data"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void chunk(String name) {
    write("state/buffer/" + name, "lines");
  }

  private void move(String from, String to) {
    var buffer = directory.resolve("state/buffer");
    try {
      Files.move(buffer.resolve(from), buffer.resolve(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name) {
    try {
      Files.delete(directory.resolve("state/buffer").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String state(String name) {
    return read(directory.resolve("state").resolve(name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    try {
      var file = directory.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
