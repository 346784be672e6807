package dev.cartographer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
  private FleetServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FleetServer().withFleet();
  }

  @AfterEach
  void end() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get carriers",
        "get carriers -o wide",
        "get clusters",
        "get clusters -o wide",
        "get bindings",
        "get bindings -o wide",
        "get runway",
        "get runway -o wide",
        "get runway prod-dal10-carrier3",
        "describe cluster acme-payments"
      })
  void everyTableLooksAsCheckedIn(String command) throws IOException {
    for (var columns : new int[] {80, 200}) {
      var ran = Ran.wide(server, columns, command.split(" "));

      var file = command.replace(" -o ", "-").replace(' ', '-') + "-" + columns + ".txt";
      Golden.assertSame(ran.out(), Golden.file(file));
      if (!command.endsWith("wide")) {
        assertThat(ran.out().lines()).allMatch(line -> line.length() <= columns);
      }
    }
  }

  @Test
  void nothingIsCutShortAndNothingColouredOffATerminal() {
    var ran = Ran.of(server, "get", "bindings", "-o", "wide");

    assertThat(ran.out())
        .isEqualTo(Ran.wide(server, 1000, "get", "bindings", "-o", "wide").out())
        .contains("a-cluster-with-a-rather-long-name-in-frankfurt")
        .doesNotContain("…", "\u001b");
  }

  @Test
  void aTerminalGetsColourUnlessItIsUnwanted() {
    var terminal = OptionalInt.of(200);

    var coloured = Ran.of(server.environment(), terminal, "get", "bindings").out();
    var plain = Ran.of(server.environment(), terminal, "get", "bindings", "--no-color").out();

    assertThat(coloured).contains("\u001b[32m● valid\u001b[0m", "\u001b[31m■ expired\u001b[0m");
    assertThat(plain).isEqualTo(coloured.replaceAll("\u001b\\[[0-9]+m", ""));
  }
}
