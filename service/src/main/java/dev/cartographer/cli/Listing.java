package dev.cartographer.cli;

import dev.cartographer.view.Page;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that lists things of one kind.
 *
 * @param <T> a thing, as the API shows it
 */
abstract class Listing<T> implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Connection connection = new Connection();
  @Mixin private Output output = new Output();

  @Option(names = "--fail", description = "Exit with 3 when anything listed is not valid.")
  private boolean fail;

  Listing(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Asks for all of them. */
  abstract List<T> all(Api api);

  abstract String name(T thing);

  abstract boolean valid(T thing);

  abstract Table table(List<T> things, boolean wide, Terminal terminal);

  /** What to say when there is nothing to list. */
  abstract String empty();

  @Override
  public final Integer call() {
    var things = all(connection.api(terminal.environment()));
    print(things);
    return fail && !things.stream().allMatch(this::valid) ? ExitCode.UNHEALTHY : ExitCode.DONE;
  }

  private void print(List<T> things) {
    switch (output.format()) {
      case TABLE -> table(things, false);
      case WIDE -> table(things, true);
      case JSON -> terminal.out().println(Output.json(new Page<>(things, null)));
      case YAML -> terminal.out().println(Output.yaml(new Page<>(things, null)));
      case NAME -> things.forEach(t -> terminal.say(name(t)));
    }
  }

  private void table(List<T> things, boolean wide) {
    if (things.isEmpty()) {
      terminal.talk(empty());
    } else {
      table(things, wide, terminal).lines().forEach(terminal::say);
    }
  }

  /** The filter, if it was given. */
  static void put(Map<String, String> query, String key, @Nullable String value) {
    if (value != null) {
      query.put(key, value);
    }
  }
}
