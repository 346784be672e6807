package dev.cartographer.rehearse;

import dev.cartographer.rehearse.Report.Runway;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a report as one SVG, for light and dark pages. */
public final class Poster {
  private static final int WIDTH = 960;
  private static final int LEFT = 72;
  private static final int RIGHT = 32;
  private static final int PANEL = 150;
  private static final int FIRST_PANEL = 196;
  private static final int PANELS_APART = 62;
  private static final int HEIGHT = FIRST_PANEL + 3 * PANEL + 2 * PANELS_APART + 84;

  private static final String STYLE =
      """
      <style>
        svg { --paper: #ffffff; --ink: #14181f; --quiet: #5c6675; --line: #e3e7ed; --band: #f3ece4;
          --life: #0f766e; --dark: #b42318; --load: #4054b2;
          font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif }
        @media (prefers-color-scheme: dark) {
          svg { --paper: #11151b; --ink: #e8ecf2; --quiet: #97a3b4; --line: #28303b;
            --band: #2a241d; --life: #3fbfae; --dark: #f0766a; --load: #8da0f5 }
        }
        text { fill: var(--ink); font-size: 13px }
        .title { font-size: 21px; font-weight: 600 } .quiet { fill: var(--quiet) }
        .number { font-size: 25px; font-weight: 600; font-variant-numeric: tabular-nums }
        .code { fill: var(--quiet); font-size: 11px; white-space: pre;
          font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }
        .panel { font-weight: 600 } .end { text-anchor: end } .middle { text-anchor: middle }
        .line { stroke: var(--line); stroke-width: 1 } .band { fill: var(--band) }
        .limit { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 4 }
        .life { fill: var(--life) } .dark { fill: var(--dark) } .load { fill: var(--load) }
      </style>
      """;

  private final Scenario scenario;
  private final Report report;
  private final StringBuilder svg = new StringBuilder();
  private final Axis time;

  private Poster(Scenario scenario, Report report) {
    this.scenario = scenario;
    this.report = report;
    this.time = Axis.ofTime(scenario.length());
  }

  /** The drawing, as a document of its own. */
  public static String of(Scenario scenario, Report report) {
    return new Poster(scenario, report).draw();
  }

  private String draw() {
    var bill = new Playbill(scenario);
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
            <title>%s</title>
            <desc>%s</desc>
            """,
            WIDTH,
            HEIGHT,
            bill.plot(),
            bill.cast()));
    svg.append(STYLE);
    svg.append(
        String.format(
            Locale.ROOT, "<rect width='%d' height='%d' fill='var(--paper)'/>\n", WIDTH, HEIGHT));
    text(LEFT, 44, "title", bill.plot());
    text(LEFT, 68, "quiet", bill.cast());
    figures();
    runway();
    dark();
    load();
    var command = bill.command();
    var half = command.indexOf(" --renew-from");
    text(LEFT, HEIGHT - 30, "code", command.substring(0, half) + " \\");
    text(LEFT, HEIGHT - 14, "code", "   " + command.substring(half + 1));
    return svg.append("</svg>\n").toString();
  }

  private void figures() {
    figure(0, String.format(Locale.ROOT, "%,d", report.dark()), "tokens went dark");
    figure(1, String.format(Locale.ROOT, "%,d", report.avoidableExpiries()), "of them avoidable");
    figure(
        2,
        String.format(Locale.ROOT, "%,d/s", report.peakRequestsPerSecond()),
        "requests in the busiest second");
    var drain = report.drainSeconds();
    if (drain != null) {
      figure(3, String.format(Locale.ROOT, "%,.0f s", drain), "from the outage's end to drained");
    }
  }

  private void figure(int place, String number, String what) {
    var x = LEFT + place * (WIDTH - LEFT - RIGHT) / 4;
    text(x, 118, "number", number);
    text(x, 138, "quiet", what);
  }

  private void runway() {
    var steps = report.timeline().runway();
    var panel = new Panel(0, Axis.ofParts(), "How much of its life a token has left");
    panel.begin();
    area(panel, steps, Runway::nineTenths, 0.16);
    area(panel, steps, Runway::half, 0.24);
    area(panel, steps, Runway::tenth, 0.4);
    area(panel, steps, Runway::least, 1);
    legend(panel);
  }

  private void area(Panel panel, List<Runway> steps, ToDoubleFunction<Runway> part, double ink) {
    panel.area("life", ink, steps.stream().mapToDouble(part).toArray());
  }

  /** In the order of the areas from below. */
  private void legend(Panel panel) {
    var labels = List.of("the first to end", "a tenth", "half", "nine tenths");
    var inks = new double[] {1, 0.64, 0.38, 0.16};
    var x = WIDTH - RIGHT - 396;
    for (var i = 0; i < inks.length; i++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x='%d' y='%d' width='11' height='11' rx='2' class='life' opacity='%s'/>\n",
              x,
              panel.top - 22,
              inks[i]));
      text(x + 17, panel.top - 12, "quiet", labels.get(i));
      x += 38 + 7 * labels.get(i).length();
    }
  }

  private void dark() {
    var steps = report.timeline().dark().stream().mapToDouble(Long::doubleValue).toArray();
    var panel = new Panel(1, Axis.ofNumbers(most(steps)), "Bindings dark at once");
    panel.begin();
    panel.area("dark", 0.85, steps);
  }

  private void load() {
    var steps = report.timeline().requests().stream().mapToDouble(Integer::doubleValue).toArray();
    double limit = scenario.perSecond().getOrDefault(scenario.watched(), 0.0);
    var who = Playbill.name(scenario.watched());
    var panel =
        new Panel(
            2,
            Axis.ofNumbers(Math.max(limit, most(steps))),
            "Requests to " + who + " in the busiest second");
    panel.begin();
    panel.area("load", 0.85, steps);
    if (limit > 0) {
      panel.limit(limit, who + " takes " + Playbill.rate(limit) + "/s");
    }
    for (var mark : time.marks()) {
      text(panel.x(mark.at()), panel.top + PANEL + 20, "quiet middle", mark.label());
    }
  }

  private static double most(double[] numbers) {
    var most = 0.0;
    for (var number : numbers) {
      most = Math.max(most, number);
    }
    return most;
  }

  private void text(double x, double y, String kind, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%s' y='%s' class='%s'>%s</text>\n",
            brief(x),
            brief(y),
            kind,
            escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String brief(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** One of the three drawings, all along the same time. */
  private final class Panel {
    private final int top;
    private final Axis axis;
    private final String title;

    Panel(int place, Axis axis, String title) {
      this.top = FIRST_PANEL + place * (PANEL + PANELS_APART);
      this.axis = axis;
      this.title = title;
    }

    double x(double seconds) {
      return LEFT + seconds / time.most() * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
      return top + PANEL - value / axis.most() * PANEL;
    }

    void begin() {
      text(LEFT, top - 12, "panel", title);
      for (var outage : scenario.outages()) {
        var from = x((double) outage.start().toSeconds());
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x='%s' y='%d' width='%s' height='%d' class='band'/>\n",
                brief(from),
                top,
                brief(x((double) outage.end().toSeconds()) - from),
                PANEL));
      }
      for (var mark : axis.marks()) {
        var y = brief(y(mark.at()));
        svg.append(
            String.format(
                Locale.ROOT,
                "<line x1='%d' x2='%d' y1='%s' y2='%s' class='line'/>\n",
                LEFT,
                WIDTH - RIGHT,
                y,
                y));
        text(LEFT - 10, y(mark.at()) + 4, "quiet end", mark.label());
      }
    }

    void area(String kind, double ink, double[] steps) {
      var path = new StringBuilder("M" + brief(x(0)) + "," + brief(y(0)));
      var seconds = report.timeline().stepSeconds();
      for (var step = 0; step < steps.length; step++) {
        var end = Math.min(time.most(), (step + 1.0) * seconds);
        var y = brief(y(steps[step]));
        path.append("L%s,%sH%s".formatted(brief(x((double) step * seconds)), y, brief(x(end))));
      }
      path.append("V" + brief(y(0)) + "Z");
      svg.append(
          String.format(Locale.ROOT, "<path class='%s' opacity='%s' d='%s'/>\n", kind, ink, path));
    }

    void limit(double value, String label) {
      var y = brief(y(value));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1='%d' x2='%d' y1='%s' y2='%s' class='limit'/>\n",
              LEFT,
              WIDTH - RIGHT,
              y,
              y));
      text(WIDTH - RIGHT, y(value) - 6, "end", label);
    }
  }
}
