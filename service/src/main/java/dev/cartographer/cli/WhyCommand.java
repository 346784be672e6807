package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.Why;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Answers why a cluster's signals flow, or don't. */
@Command(
    name = "cluster",
    description =
        "Says in a sentence why a cluster's signals flow or don't, and shows the chain from identity"
            + " to delivery. Exits with 3 when a link is broken.",
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Connection connection = new Connection();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The cluster.")
  private String name = "";

  WhyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var why =
        connection
            .api(terminal.environment())
            .get(Paths.of("clusters", name, "why"), Map.of(), new TypeReference<Why>() {});
    switch (output.format()) {
      case TABLE, WIDE -> print(why);
      case JSON -> terminal.out().println(Output.json(why));
      case YAML -> terminal.out().println(Output.yaml(why));
      case NAME -> terminal.say(why.cluster());
    }
    return why.healthy() ? ExitCode.DONE : ExitCode.UNHEALTHY;
  }

  private void print(Why why) {
    why.sentences().forEach(terminal::say);
    terminal.say("");
    var step = why.chain().stream().mapToInt(l -> l.step().length()).max().orElse(0);
    var reason = why.chain().stream().mapToInt(l -> l.reason().length()).max().orElse(0);
    for (var link : why.chain()) {
      terminal.say(
          "  %s %s  %s  %s"
              .formatted(
                  Words.link(link.state()),
                  padded(link.step(), step),
                  padded(link.reason(), reason),
                  link.text()));
    }
    if (why.next() != null) {
      terminal.talk("Next: " + why.next());
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
