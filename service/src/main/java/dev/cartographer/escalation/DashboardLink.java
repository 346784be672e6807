package dev.cartographer.escalation;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The dashboard with the carriers concerned chosen, as Grafana's {@code var-carrier}. */
final class DashboardLink {
  /** More would make an address that some programs cut. */
  private static final int MOST = 20;

  private DashboardLink() {}

  static String of(URI dashboard, List<String> carriers) {
    if (carriers.isEmpty() || carriers.size() > MOST) {
      return dashboard.toString();
    }
    var chosen =
        carriers.stream()
            .map(name -> "var-carrier=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var address = dashboard.toString();
    return address + (address.contains("?") ? "&" : "?") + chosen;
  }
}
