package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.rehearse.Axis;
import dev.cartographer.rehearse.Playbill;
import dev.cartographer.rehearse.Report;
import dev.cartographer.rehearse.Report.Runway;
import dev.cartographer.rehearse.Scenario;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a rehearsal came to, for a person at a terminal. */
final class Curtain {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 160;

  private final Scenario scenario;
  private final Report report;

  Curtain(Scenario scenario, Report report) {
    this.scenario = scenario;
    this.report = report;
  }

  void print(Session session, boolean colour) {
    var out = session.out();
    var width = Math.clamp(session.columns().orElse(80), NARROWEST, WIDEST);
    var bill = new Playbill(scenario);
    out.println(bill.cast());
    out.println(bill.plot());
    draw(new Chart(out, width, colour));
    out.println();
    findings(bill, out, colour);
  }

  private void draw(Chart chart) {
    var time = Axis.ofTime(scenario.length());
    chart.areas(
        "Life left of a token: of the first to end █, a tenth ▓, half ▒, nine tenths ░",
        Axis.ofParts(),
        List.of(
            runway(Runway::least),
            runway(Runway::tenth),
            runway(Runway::half),
            runway(Runway::nineTenths)),
        Tone.GOOD);
    chart.time(time);
    var dark = report.timeline().dark().stream().mapToDouble(Long::doubleValue).toArray();
    if (report.dark() > 0) {
      chart.area("Bindings dark at once", Axis.ofNumbers(most(dark)), dark, Tone.BAD);
      chart.time(time);
    }
    var load = report.timeline().requests().stream().mapToDouble(Integer::doubleValue).toArray();
    var title = "Requests to " + Playbill.name(scenario.watched()) + " in the busiest second";
    chart.area(title, Axis.ofNumbers(most(load)), load, Tone.PLAIN);
    chart.time(time);
  }

  private double[] runway(ToDoubleFunction<Runway> part) {
    return report.timeline().runway().stream().mapToDouble(part).toArray();
  }

  private static double most(double[] numbers) {
    return Arrays.stream(numbers).max().orElse(0);
  }

  private void findings(Playbill bill, PrintStream out, boolean colour) {
    var findings = bill.findings(report);
    var widest = findings.stream().mapToInt(f -> f.label().length()).max().orElse(0);
    for (var finding : findings) {
      var label = new Cell(finding.label(), Tone.STRONG).painted(colour);
      out.println(label + " ".repeat(widest - finding.label().length() + 2) + finding.sentence());
    }
  }
}
