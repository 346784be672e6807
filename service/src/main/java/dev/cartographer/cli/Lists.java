package dev.cartographer.cli;

import dev.cartographer.cli.Cell.Tone;
import dev.cartographer.cli.Table.Column;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.FaultView;
import dev.cartographer.view.IrrevocableView;
import dev.cartographer.view.PickupView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of every table. */
final class Lists {
  private static final String NONE = "-";

  private Lists() {}

  static List<Column<CarrierView>> carriers(Instant now) {
    return List.of(
        Column.text("NAME", CarrierView::name),
        Column.text("REGION", CarrierView::region),
        Column.number("CLUSTERS", c -> Cell.count(c.clusters(), Tone.PLAIN)),
        Column.number("VALID", c -> Cell.count(c.valid(), Tone.GOOD)),
        Column.number("FAILING", c -> Cell.count(c.failing(), Tone.WARNING)),
        Column.number("EXPIRED", c -> Cell.count(c.expired(), Tone.BAD)),
        Column.<CarrierView>number("PENDING", c -> Cell.count(c.pending(), Tone.PLAIN)).onlyWide(),
        Column.text("FIRST DARK", c -> near(c.firstDark(), now)));
  }

  static List<Column<ClusterView>> clusters(Instant now) {
    return List.of(
        Column.text("NAME", ClusterView::name),
        Column.text("TENANT", ClusterView::tenant),
        Column.text("CARRIER", ClusterView::carrier),
        Column.cell("LOGS", c -> state(c, "logs")),
        Column.cell("METRICS", c -> state(c, "metrics")),
        Column.<ClusterView>text("REGION", ClusterView::region).onlyWide(),
        Column.<ClusterView>text("IDENTITY", ClusterView::identity).onlyWide(),
        Column.<ClusterView>text("TARGET", ClusterView::target).onlyWide(),
        Column.<ClusterView>text("ENROLLED", c -> near(c.enrolledAt(), now)).onlyWide());
  }

  static List<Column<BindingView>> bindings(Instant now) {
    return List.of(
        Column.text("CLUSTER", BindingView::cluster),
        Column.text("SIGNAL", BindingView::signal),
        Column.cell("STATE", b -> Cell.state(b.state())),
        Column.text("EXPIRES", b -> near(b.expiresAt(), now)),
        Column.text("FAULT", b -> fault(b.fault())),
        Column.<BindingView>text("CODE", b -> code(b.fault())).onlyWide(),
        Column.<BindingView>text("CARRIER", BindingView::carrier).onlyWide(),
        Column.<BindingView>text("TENANT", BindingView::tenant).onlyWide(),
        Column.<BindingView>number("GENERATION", b -> Cell.count(b.generation(), Tone.PLAIN))
            .onlyWide(),
        Column.<BindingView>text("FINGERPRINT", b -> or(b.fingerprint())).onlyWide(),
        Column.<BindingView>text("AGENT USES", b -> used(b.pickup(), now)).onlyWide(),
        Column.<BindingView>text("NEXT", b -> near(b.nextAt(), now)).onlyWide());
  }

  static List<Column<DependencyRunway>> runways(Instant now) {
    return List.of(
        Column.text("CARRIER", DependencyRunway::carrier),
        Column.text("DEPENDENCY", DependencyRunway::dependency),
        Column.number("BINDINGS", r -> Cell.count(r.bindings(), Tone.PLAIN)),
        Column.number("DARK", r -> Cell.count(r.alreadyDark(), Tone.BAD)),
        Column.text("FIRST", r -> left(r.firstDarkAt(), now)),
        Column.text("10%", r -> left(r.tenPercentDarkAt(), now)),
        Column.text("50%", r -> left(r.halfDarkAt(), now)),
        Column.text("ALL", r -> left(r.allDarkAt(), now)),
        Column.<DependencyRunway>number("PENDING", r -> Cell.count(r.neverHad(), Tone.PLAIN))
            .onlyWide(),
        Column.<DependencyRunway>text("REGION", DependencyRunway::region).onlyWide(),
        Column.<DependencyRunway>text("FIRST AT", r -> at(r.firstDarkAt(), now)).onlyWide(),
        Column.<DependencyRunway>text("10% AT", r -> at(r.tenPercentDarkAt(), now)).onlyWide(),
        Column.<DependencyRunway>text("50% AT", r -> at(r.halfDarkAt(), now)).onlyWide(),
        Column.<DependencyRunway>text("ALL AT", r -> at(r.allDarkAt(), now)).onlyWide());
  }

  static List<Column<IrrevocableView>> irrevocable(Instant now) {
    return List.of(
        Column.text("CLUSTER", IrrevocableView::cluster),
        Column.text("SIGNAL", IrrevocableView::signal),
        Column.number("GENERATION", i -> Cell.count(i.generation(), Tone.PLAIN)),
        Column.text("ENDS", i -> near(i.expiresAt(), now)),
        Column.text("WHY", IrrevocableView::why),
        Column.<IrrevocableView>text("GIVEN UP", i -> near(i.givenUpAt(), now)).onlyWide(),
        Column.<IrrevocableView>text("FINGERPRINT", IrrevocableView::fingerprint).onlyWide());
  }

  /** The bindings of one cluster, whose name the reader knows already. */
  static List<Column<BindingView>> ofOneCluster(Instant now) {
    return List.of(
        Column.text("SIGNAL", BindingView::signal),
        Column.cell("STATE", b -> Cell.state(b.state())),
        Column.number("GENERATION", b -> Cell.count(b.generation(), Tone.PLAIN)),
        Column.text("EXPIRES", b -> near(b.expiresAt(), now)),
        Column.text("NEXT", b -> near(b.nextAt(), now)),
        Column.text("FINGERPRINT", b -> or(b.fingerprint())));
  }

  /** The generation, and since when. */
  private static String used(@Nullable PickupView pickup, Instant now) {
    if (pickup == null) {
      return NONE;
    }
    return pickup.generation() == 0
        ? "none yet"
        : pickup.generation() + " since " + at(pickup.at(), now);
  }

  static boolean healthy(CarrierView carrier) {
    return carrier.failing() + carrier.expired() + carrier.pending() == 0;
  }

  static boolean healthy(ClusterView cluster) {
    return cluster.bindings().stream().allMatch(Lists::healthy);
  }

  static boolean healthy(BindingView binding) {
    return binding.state().equals("valid");
  }

  static boolean healthy(DependencyRunway runway) {
    return runway.alreadyDark() + runway.neverHad() == 0;
  }

  private static Cell state(ClusterView cluster, String signal) {
    return cluster.bindings().stream()
        .filter(b -> b.signal().equals(signal))
        .findFirst()
        .map(b -> Cell.state(b.state()))
        .orElse(Cell.plain(NONE));
  }

  private static String fault(@Nullable FaultView fault) {
    return fault == null ? NONE : fault.dependency() + " " + fault.kind();
  }

  private static String code(@Nullable FaultView fault) {
    return fault == null ? NONE : fault.code();
  }

  private static String near(@Nullable Instant then, Instant now) {
    return then == null ? NONE : Moment.near(then, now);
  }

  private static String left(@Nullable Instant then, Instant now) {
    return then == null ? NONE : Moment.left(then, now);
  }

  private static String at(@Nullable Instant then, Instant now) {
    return then == null ? NONE : Moment.at(then, now);
  }

  private static String or(@Nullable String text) {
    return text == null ? NONE : text;
  }
}
