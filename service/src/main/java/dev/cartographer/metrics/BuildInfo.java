package dev.cartographer.metrics;

/** Shows which Cartographer this is: a series that is there as long as its process is. */
public final class BuildInfo {
  private BuildInfo() {}

  public static void show(Exposition exposition, String version) {
    exposition
        .gauge("cartographer_build_info", "1, with the version as a label.", "version")
        .replace(rows -> rows.add(1, version));
  }
}
