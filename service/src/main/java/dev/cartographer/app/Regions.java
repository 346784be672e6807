package dev.cartographer.app;

import dev.cartographer.exchange.Region;
import dev.cartographer.exchange.Service;
import dev.cartographer.fleet.Name;
import java.util.List;
import java.util.function.Supplier;

/** Reads the regions from the configuration; a mistake names its key. */
final class Regions {
  private Regions() {}

  static List<Region> of(CartographerConfig config) {
    return config.regions().entrySet().stream().map(e -> region(e.getKey(), e.getValue())).toList();
  }

  private static Region region(String name, RegionConfig config) {
    var key = "cartographer.regions." + name;
    var iam = new IamSettings(config.iam());
    var step = checked(key + ".iam", iam::step);
    var logging = checked(key + ".logging", () -> service(config.logging(), iam));
    var metrics = checked(key + ".metrics", () -> service(config.metrics(), iam));
    return checked(key, () -> new Region(new Name(name), step, logging, metrics));
  }

  private static Service service(RegionConfig.Service config, IamSettings iam) {
    return new ServiceSettings(config, iam).service();
  }

  private static <T> T checked(String key, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          "The configuration can't be used: " + key + ": " + e.getMessage() + ".", e);
    }
  }
}
