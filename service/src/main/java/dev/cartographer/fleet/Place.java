package dev.cartographer.fleet;

/** Where something stands in a file: line and column, both counted from 1. */
public record Place(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
