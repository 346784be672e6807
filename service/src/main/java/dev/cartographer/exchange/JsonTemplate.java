package dev.cartographer.exchange;

import dev.cartographer.fleet.Cluster;

/** JSON in which <code>{cluster}</code> and <code>{tenant}</code> stand for the names. */
final class JsonTemplate {
  private JsonTemplate() {}

  /**
   * Checks that it will be one JSON object.
   *
   * @throws IllegalArgumentException when it won't; the configuration is at fault
   */
  static void check(String what, String template) {
    try {
      StrictJson.object(filled(template, "x", "x"));
    } catch (Mishap notJson) {
      throw new IllegalArgumentException(
          what + " is one JSON object, with {cluster} and {tenant} inside strings", notJson);
    }
  }

  /** A name has no character that JSON would escape. */
  static String filled(String template, Cluster cluster) {
    return filled(template, cluster.name().text(), cluster.tenant().text());
  }

  private static String filled(String template, String cluster, String tenant) {
    return template.replace("{cluster}", cluster).replace("{tenant}", tenant);
  }
}
