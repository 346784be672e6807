package dev.cartographer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Agent;
import dev.cartographer.fleet.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages on agents against what is delivered. */
class AgentDocsTest {
  private static final Path PAGES = Path.of("../docs/agents");

  @ParameterizedTest
  @EnumSource
  void everyAgentHasAPageThatMountsWhatIsDeliveredWhereItsConfigurationLooks(Agent agent)
      throws IOException {
    var page = page(agent.word());

    for (var signal : Signal.values()) {
      if (agent.ships(signal)) {
        for (var template : AgentTexts.templates(agent, signal)) {
          assertThat(page).contains(template.file());
        }
      }
    }
    var mounted = agent == Agent.FLUENT_BIT ? page + page("fluentd") : page;
    var signal = agent.ships(Signal.LOGS) ? "logs" : "metrics";
    assertThat(mounted)
        .contains("mountPath: /etc/cartographer/" + signal)
        .contains("mountPath: /var/run/cartographer/" + signal)
        .contains("mountPath: /var/lib/cartographer/" + signal)
        .contains("configMap: {name: cartographer-" + signal + "-agent")
        .contains("secret: {secretName: cartographer-" + signal + "}");
    assertThat(page)
        .contains("| how it takes up a new token |", "| how fast |", "| a new configuration |")
        .containsPattern("\\| what happens to (lines|samples|data) meanwhile \\|")
        .containsPattern("(?m)^(Seen with|Not tried with a real one)");
  }

  @Test
  void everySettingOfTheCompanionIsDocumentedWithItsDefault() throws IOException {
    var known =
        Pattern.compile("\\$\\{(CARTOGRAPHER_[A-Z_]+):[-?]([^}]*)}")
            .matcher(AgentTexts.companion())
            .results()
            .map(setting -> setting.group(1))
            .distinct();
    var documented =
        Pattern.compile("(?m)^\\| `(CARTOGRAPHER_[A-Z_]+)` \\|")
            .matcher(page("companion"))
            .results()
            .map(row -> row.group(1));

    assertThat(documented).containsExactlyInAnyOrderElementsOf(known.toList());
    for (var row :
        new String[] {
          "| `CARTOGRAPHER_INTERVAL` | `2` |",
          "| `CARTOGRAPHER_TIMEOUT` | `10` |",
          "| `CARTOGRAPHER_LOOKS` | `15` |",
          "| `CARTOGRAPHER_BACKOFF` | `1 2 5 10 30 60` |"
        }) {
      assertThat(page("companion")).contains(row);
    }
  }

  private static String page(String name) throws IOException {
    return Files.readString(PAGES.resolve(name + ".md"));
  }
}
