package dev.cartographer.runbook;

import dev.cartographer.fleet.Place;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a runbook or its site data, and where; whoever wrote it is at fault. */
public final class RunbookRefused extends RuntimeException {
  private final transient List<Problem> problems;

  public RunbookRefused(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  RunbookRefused(String file, Place place, String message) {
    this(List.of(new Problem(file, place, message)));
  }

  /** At least one, in the order in which they stand in the file. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing to put right.
   *
   * @param file its name, as a person gave it
   * @param message one line: what, why and what to do
   */
  public record Problem(String file, Place place, String message) {
    @Override
    public String toString() {
      return file + ":" + place + ": " + message;
    }
  }
}
