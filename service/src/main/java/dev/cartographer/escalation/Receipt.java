package dev.cartographer.escalation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a receiver gave to find again what it took: a number, an address, a time stamp. Nothing
 * secret.
 */
public record Receipt(Map<String, String> values) {
  public static final Receipt NONE = new Receipt(Map.of());

  public Receipt {
    values = Map.copyOf(values);
  }

  static Receipt of(String name, String value) {
    return new Receipt(Map.of(name, value));
  }

  Receipt with(String name, String value) {
    var more = new TreeMap<>(values);
    more.put(name, value);
    return new Receipt(more);
  }

  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
