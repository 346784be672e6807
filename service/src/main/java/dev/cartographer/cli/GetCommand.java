package dev.cartographer.cli;

import dev.cartographer.cli.Listing.Kind;
import dev.cartographer.view.BindingState;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.DependencyRunway;
import dev.cartographer.view.IrrevocableView;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: lists things as they are now. */
@Command(
    name = "get",
    description = "List carriers, clusters, bindings, runways or irrevocable tokens.")
final class GetCommand {
  private final Session session;

  GetCommand(Session session) {
    this.session = session;
  }

  @Command(name = "carriers", description = "List carriers, with their bindings counted by state.")
  int carriers(@Mixin Listing listing) {
    var columns = Lists.carriers(session.clock().instant());
    var kind = new Kind<>("carrier", CarrierView.class, columns, CarrierView::name, Lists::healthy);
    return listing.list(session, kind, new LinkedHashMap<>());
  }

  @Command(name = "clusters", description = "List clusters, with the state of their two tokens.")
  int clusters(
      @Option(names = "--carrier", paramLabel = "NAME", description = "Only on this carrier.")
          @Nullable String carrier,
      @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
          @Nullable String tenant,
      @Mixin StateFilter state,
      @Mixin Listing listing) {
    var filters = new LinkedHashMap<String, @Nullable String>();
    filters.put("carrier", carrier);
    filters.put("tenant", tenant);
    filters.put("state", state.word());
    var columns = Lists.clusters(session.clock().instant());
    var kind = new Kind<>("cluster", ClusterView.class, columns, ClusterView::name, Lists::healthy);
    return listing.list(session, kind, filters);
  }

  @Command(
      name = "bindings",
      description = "List bindings: one cluster and one signal each, with token and fault.")
  int bindings(
      @Option(names = "--carrier", paramLabel = "NAME", description = "Only on this carrier.")
          @Nullable String carrier,
      @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster.")
          @Nullable String cluster,
      @Mixin SignalFilter signal,
      @Mixin StateFilter state,
      @Mixin Listing listing) {
    var filters = new LinkedHashMap<String, @Nullable String>();
    filters.put("carrier", carrier);
    filters.put("cluster", cluster);
    filters.put("signal", signal.word());
    filters.put("state", state.word());
    var columns = Lists.bindings(session.clock().instant());
    var kind =
        new Kind<BindingView>(
            "binding",
            BindingView.class,
            columns,
            b -> b.cluster() + "/" + b.signal(),
            Lists::healthy);
    return listing.list(session, kind, filters);
  }

  @Command(
      name = "irrevocable",
      description =
          "List replaced tokens that could not be revoked and have not ended yet, with why.")
  int irrevocable(
      @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster.")
          @Nullable String cluster,
      @Mixin Listing listing) {
    var filters = new LinkedHashMap<String, @Nullable String>();
    filters.put("cluster", cluster);
    var kind =
        new Kind<IrrevocableView>(
            "irrevocable",
            IrrevocableView.class,
            Lists.irrevocable(session.clock().instant()),
            i -> i.cluster() + "/" + i.signal() + "/" + i.generation(),
            _ -> false,
            "None: every replaced token was revoked or has ended, or revocation is not enabled.");
    return listing.list(session, kind, filters);
  }

  @Command(
      name = "runway",
      description = {
        "Say how long tokens last if a dependency stays down: until the first binding of a carrier"
            + " is dark, a tenth, half, and all of those that hold a token now.",
        "Never later than the truth, and at most ten seconds earlier."
      })
  int runway(
      @Parameters(
              paramLabel = "CARRIER",
              arity = "0..1",
              description = "Only of this carrier (default: of all).")
          @Nullable String carrier,
      @Mixin Listing listing) {
    var kind =
        new Kind<DependencyRunway>(
            "runway",
            DependencyRunway.class,
            Lists.runways(session.clock().instant()),
            r -> r.carrier() + "/" + r.dependency(),
            Lists::healthy);
    if (carrier == null) {
      return listing.list(session, kind, new LinkedHashMap<>());
    }
    var path = "/api/v1/carriers/" + Api.escaped(carrier) + "/runway";
    return listing.listOf(session, kind, path, CarrierRunway.class, CarrierRunway::dependencies);
  }

  /** The option that keeps one state only. */
  static final class StateFilter {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "Only in this state: pending, valid, failing or expired.")
    private @Nullable String state;

    @Nullable String word() {
      if (state == null) {
        return null;
      }
      try {
        return BindingState.of(state).word();
      } catch (IllegalArgumentException e) {
        throw new Failure(ExitCode.USAGE, "--state takes pending, valid, failing or expired.");
      }
    }
  }

  /** The option that keeps one signal only. */
  static final class SignalFilter {
    @Option(
        names = "--signal",
        paramLabel = "SIGNAL",
        description = "Only this signal: logs or metrics.")
    private @Nullable String signal;

    @Nullable String word() {
      if (signal == null) {
        return null;
      }
      var word = signal.toLowerCase(Locale.ROOT);
      if (!word.equals("logs") && !word.equals("metrics")) {
        throw new Failure(ExitCode.USAGE, "--signal takes logs or metrics.");
      }
      return word;
    }
  }
}
