package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.cli.Table.Column;
import dev.cartographer.view.EvidenceView;
import dev.cartographer.view.VerdictView;
import dev.cartographer.view.VerdictView.RulingView;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verdict}: says who is at fault on a carrier now. */
@Command(
    name = "verdict",
    description = {
      "Say who is at fault on a carrier now, and what that rests on. Nobody is paged.",
      "Exits with 3 when somebody is at fault, ourselves included."
    })
final class VerdictCommand implements Callable<Integer> {
  private static final List<Column<EvidenceView>> COLUMNS =
      List.of(
          Column.cell("", VerdictCommand::mark),
          Column.text("ABOUT", e -> orDash(e.dependency())),
          Column.text("KIND", EvidenceView::kind),
          Column.text("VALUE", EvidenceView::value),
          Column.text("SOURCE", EvidenceView::source),
          Column.text("SAID", EvidenceView::excerpt),
          Column.<EvidenceView>text("AT", e -> e.fetchedAt().toString()).onlyWide(),
          Column.<EvidenceView>text("TOOK", e -> e.latencyMillis() + " ms").onlyWide());

  private final Session session;

  @Mixin private final Reach reach = new Reach();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--carrier",
      required = true,
      paramLabel = "NAME",
      description = "The carrier to look at.")
  private String carrier = "";

  VerdictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var verdict =
        reach
            .api(session)
            .post("/api/v1/verdicts", Map.of("carrier", carrier), new byte[0], VerdictView.class);
    if (!output.printed(session, verdict, "carrier/" + verdict.carrier())) {
      print(verdict);
    }
    return (verdict.healthy() ? ExitCode.DONE : ExitCode.UNHEALTHY).number();
  }

  private void print(VerdictView verdict) {
    var out = session.out();
    verdict.sentences().forEach(sentence -> out.println(Plain.text(sentence)));
    verdict.notes().forEach(note -> out.println("Note: " + Plain.text(note)));
    out.println();
    var wide = output.format() == Format.WIDE;
    var columns = COLUMNS.stream().filter(c -> wide || !c.wide()).toList();
    var width = wide ? OptionalInt.empty() : session.columns();
    new Table<>(columns).print(verdict.evidence(), out, width, output.colour(session));
    out.println();
    out.println(
        verdict.rulings().stream()
            .map(VerdictCommand::told)
            .collect(Collectors.joining("; ", "Rules: ", "")));
  }

  private static String told(RulingView ruling) {
    return Plain.text(
        "%s for %s (%s)".formatted(ruling.rule(), ruling.about(), ruling.confidence()));
  }

  private static Cell mark(EvidenceView item) {
    return switch (item.mark()) {
      case "well" -> new Cell("✔", Tone.GOOD);
      case "ill" -> new Cell("✖", Tone.BAD);
      default -> Cell.plain("?");
    };
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }
}
