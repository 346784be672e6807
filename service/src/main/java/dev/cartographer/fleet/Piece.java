package dev.cartographer.fleet;

import java.util.List;

/** A small part of a fleet file held as a tree: one carrier or one cluster, never the whole. */
sealed interface Piece permits FleetEvent.Text, Piece.Mapping, Piece.Items {

  Place place();

  /** What it is, in words. */
  default String kind() {
    return switch (this) {
      case FleetEvent.Text _ -> "a text";
      case Mapping _ -> "a mapping";
      case Items _ -> "a list";
    };
  }

  record Mapping(List<Entry> entries, Place place) implements Piece {}

  record Items(List<Piece> items, Place place) implements Piece {}

  record Entry(FleetEvent.Text key, Piece value) {}
}
