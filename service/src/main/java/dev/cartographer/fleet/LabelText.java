package dev.cartographer.fleet;

/**
 * The value of a label: free text that goes into the configuration of agents, so that it may be
 * nothing to them but text.
 *
 * <p>It is quoted for each agent's own syntax all the same. Refused here is what agents look for
 * inside a quoted text, after it was read: {@code ${NAME}}, {@code $NAME} and {@code %{NAME}},
 * which Fluentd's plugins, Fluent Bit, the OpenTelemetry Collector, Prometheus and vmagent fill in,
 * and a bracket in front, which makes JSON of a value for Fluentd.
 */
public record LabelText(String text) {
  private static final int LONGEST = 128;

  /**
   * Takes the text as it is.
   *
   * @throws IllegalArgumentException when it is no such text; whoever wrote it is at fault
   */
  public LabelText {
    if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST) {
      throw new IllegalArgumentException("a label's text has 1 to " + LONGEST + " characters");
    }
    if (!text.codePoints().allMatch(Quoted::visible)) {
      throw new IllegalArgumentException(
          "a label's text is one line of visible characters and spaces");
    }
    if (text.contains("$") || text.contains("%{")) {
      throw new IllegalArgumentException(
          "agents fill in $NAME, ${NAME} and %{NAME}, so a label's text has no \"$\" and no \"%{\"");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      throw new IllegalArgumentException(
          "an agent takes a text that begins with { or [ for JSON; begin it otherwise");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
