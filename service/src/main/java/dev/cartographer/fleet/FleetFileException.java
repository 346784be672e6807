package dev.cartographer.fleet;

import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a fleet file, and where; whoever wrote the file is at fault. */
public final class FleetFileException extends RuntimeException {
  private final transient List<Problem> problems;

  public FleetFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, at most 20, in the order in which they were found. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing to put right.
   *
   * @param message one line: what, why and what to do; never a secret
   */
  public record Problem(int line, int column, String message) {
    @Override
    public String toString() {
      return line + ":" + column + ": " + message;
    }
  }
}
