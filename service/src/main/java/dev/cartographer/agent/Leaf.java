package dev.cartographer.agent;

/**
 * One value of a configuration as the agent would read it.
 *
 * @param path the sections and keys that lead to it
 * @param value the text it stands for, unquoted
 * @param code what the agent would run to get the value; empty when nothing
 */
record Leaf(String path, String value, String code) {
  Leaf(String path, String value) {
    this(path, value, "");
  }
}
