package dev.cartographer.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Everything a demo needs, started: the sandbox, the real Cartographer, and an eye on both. */
final class Stage implements AutoCloseable {
  private final SandboxRegion region;
  private final Product product;
  private final ProductApi api;
  private final NoteWatch watch;
  private final Patience patience;

  private Stage(
      SandboxRegion region, Product product, ProductApi api, NoteWatch watch, Patience patience) {
    this.region = region;
    this.product = product;
    this.api = api;
    this.watch = watch;
    this.patience = patience;
  }

  /**
   * Starts Cartographer beside a sandbox, which is closed with the stage.
   *
   * @param launcher the command that runs Cartographer, to which {@code serve …} is added
   */
  static Stage open(SandboxRegion region, List<String> launcher, NoteWatch watch, Patience patience)
      throws IOException {
    var files = region.files();
    var command = new ArrayList<>(launcher);
    command.addAll(List.of("serve", "--config", files.configuration().toString()));
    command.addAll(List.of("--data", files.directory().toString()));
    var product = Product.start(command, files.log());
    return new Stage(region, product, new ProductApi(files, region.ports()), watch, patience);
  }

  /** Waits until Cartographer is ready and gives it the fleet. */
  void enrol() throws IOException {
    until(api::ready, () -> "Cartographer is ready");
    api.enrol(region.enrolment());
  }

  /**
   * Waits, with an eye on the delivered tokens and on Cartographer itself.
   *
   * @param what the sentence "waited until …" goes on with it
   */
  void until(BooleanSupplier condition, Supplier<String> what) {
    patience.until(
        () -> {
          look();
          return condition.getAsBoolean();
        },
        what);
  }

  /** Waits until something is true of every binding. */
  void untilAll(Predicate<BindingTrail> condition, String what) {
    until(
        () -> watch.which(condition.negate()).isEmpty(),
        () -> what + "; " + named(watch.which(condition.negate())));
  }

  private String named(List<Feed> missing) {
    return "it is not so for %d of %d, such as %s"
        .formatted(missing.size(), watch.trails().size(), missing.stream().limit(3).toList());
  }

  void look() {
    if (!product.alive()) {
      patience.waitForStop();
      throw new Patience.GaveUp("the end of the demo, but Cartographer has ended by itself");
    }
    watch.look();
  }

  /** What Cartographer said last. */
  String lastWords() {
    return "The last that Cartographer said:\n" + product.lastWords();
  }

  SandboxRegion region() {
    return region;
  }

  ProductApi api() {
    return api;
  }

  NoteWatch watch() {
    return watch;
  }

  Patience patience() {
    return patience;
  }

  @Override
  public void close() {
    region.agents().close();
    product.close();
    api.close();
    region.close();
  }
}
