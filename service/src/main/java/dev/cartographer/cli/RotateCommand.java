package dev.cartographer.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.cartographer.view.RotationRequest;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for new tokens now. */
@Command(
    name = "rotate",
    description = "Asks for new tokens now; the tokens held stay until the new ones are there.",
    mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {

  /** What is rotated. */
  enum Kind {
    CLUSTER,
    CARRIER
  }

  private final Terminal terminal;

  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "cluster|carrier", description = "What is rotated.")
  private Kind kind = Kind.CLUSTER;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--signal", paramLabel = "SIGNAL", description = "Only logs, or only metrics.")
  private @Nullable String signal;

  RotateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var query = new HashMap<String, String>();
    Listing.put(query, "signal", signal);
    var noun =
        switch (kind) {
          case CLUSTER -> "clusters";
          case CARRIER -> "carriers";
        };
    var asked =
        connection
            .api(terminal.environment())
            .post(
                Paths.of(noun, name, "rotations"),
                query,
                new byte[0],
                new TypeReference<RotationRequest>() {});
    terminal.say(asked.bindings() + " bindings of " + name + " are rotated next.");
    terminal.talk(
        switch (kind) {
          case CLUSTER -> "Watch it: cartographer get bindings --cluster " + name;
          case CARRIER -> "Watch it: cartographer get bindings --carrier " + name;
        });
    return ExitCode.DONE;
  }
}
