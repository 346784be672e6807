package dev.cartographer.assets;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What differs from one installation to the next: the addresses that alerts and dashboard link to,
 * and how soon is too soon.
 *
 * @param runbook the page that says what to do about the three alerts
 * @param dashboard Grafana's {@code Armada ICE}, to which {@code ?var-carrier=…} is added
 * @param console Cartographer itself, to whose address paths are added
 * @param docs the directory of these docs, in which {@code alerts.md} lies
 * @param firstDark how long the first token of a carrier must still last
 */
public record Site(URI runbook, URI dashboard, URI console, URI docs, Duration firstDark) {

  /** What the resources hold; hosts below {@code .example} are nobody's (RFC 2606 §3). */
  public static final Site EXAMPLE =
      new Site(
          URI.create(
              "https://runbooks.example/armada/armada-fluentd-cartographer-token-failure.html"),
          URI.create("https://grafana.example/d/armada-ice"),
          URI.create("https://cartographer.example"),
          URI.create("https://docs.example/cartographer"),
          Duration.ofMinutes(10));

  private static final String FIRST_DARK = "(cartographer_first_dark_seconds) < ";

  /** What can stand in YAML, in JSON and before a query without a meaning of its own there. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/([A-Za-z0-9._~!&()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?");

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException when it is none that something can be added to
   */
  public static URI address(String text) {
    var stripped = text.strip().replaceFirst("/+$", "");
    if (!ADDRESS.matcher(stripped).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not an http or https address without user, ? and #".formatted(text));
    }
    return URI.create(stripped);
  }

  /** The text of a resource with this site's values in the place of the example's. */
  String in(String text) {
    var values =
        Map.of(
            EXAMPLE.runbook.toString(), runbook.toString(),
            EXAMPLE.dashboard.toString(), dashboard.toString(),
            EXAMPLE.console.toString(), console.toString(),
            EXAMPLE.docs.toString(), docs.toString(),
            firstDark(EXAMPLE), firstDark(this));
    var any = values.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile(any)
        .matcher(text)
        .replaceAll((MatchResult found) -> values.getOrDefault(found.group(), found.group()));
  }

  private static String firstDark(Site site) {
    return FIRST_DARK + site.firstDark.toSeconds();
  }
}
