package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetEvent.End;
import dev.cartographer.fleet.FleetEvent.ListStart;
import dev.cartographer.fleet.FleetEvent.MappingStart;
import dev.cartographer.fleet.FleetEvent.Over;
import dev.cartographer.fleet.FleetEvent.Text;
import java.util.ArrayList;
import java.util.List;

/** Builds pieces from events, each bounded in depth, number of parts and length of text. */
final class FleetPieces {
  private static final int DEEPEST = 8;
  private static final int MOST_PARTS = 200;
  private static final int LONGEST_TEXT = 65_536;

  private final FleetEvent.Source events;
  private final FleetProblems problems;
  private int parts;

  FleetPieces(FleetEvent.Source events, FleetProblems problems) {
    this.events = events;
    this.problems = problems;
  }

  FleetEvent next() {
    var event = events.next();
    if (event instanceof Text text) {
      check(text);
    }
    return event;
  }

  /** The piece that begins with this event. */
  Piece read(FleetEvent first) {
    parts = 0;
    return read(first, 1);
  }

  private Piece read(FleetEvent first, int depth) {
    parts++;
    if (parts > MOST_PARTS) {
      throw problems.last(
          first.place(), "this entry has more than " + MOST_PARTS + " parts, more than any needs");
    }
    if (depth > DEEPEST) {
      throw problems.last(
          first.place(), "this is nested " + depth + " deep, deeper than anything in a fleet file");
    }
    return switch (first) {
      case Text text -> text;
      case MappingStart(var place) -> new Piece.Mapping(entries(depth), place);
      case ListStart(var place) -> new Piece.Items(items(depth), place);
      case End(var place) -> throw problems.last(place, "a value is missing here");
      case Over(var place) -> throw problems.last(place, "the file ends too early");
    };
  }

  private List<Piece.Entry> entries(int depth) {
    var entries = new ArrayList<Piece.Entry>();
    for (var event = next(); !(event instanceof End); event = next()) {
      var key = key(event);
      entries.add(new Piece.Entry(key, read(next(), depth + 1)));
    }
    return entries;
  }

  private List<Piece> items(int depth) {
    var items = new ArrayList<Piece>();
    for (var event = next(); !(event instanceof End); event = next()) {
      items.add(read(event, depth + 1));
    }
    return items;
  }

  /** The event as a key, which only a text can be. */
  Text key(FleetEvent event) {
    if (event instanceof Text text) {
      return text;
    }
    throw problems.last(event.place(), "a key is a text, not a mapping or a list");
  }

  private void check(Text text) {
    if (text.value().length() > LONGEST_TEXT) {
      throw problems.last(
          text.place(),
          "this text is longer than "
              + LONGEST_TEXT
              + " characters; put it into a file and name that: {file: NAME}");
    }
    if (!text.value().codePoints().allMatch(FleetPieces::belongsInText)) {
      throw problems.last(
          text.place(), "this text holds a control character or half a character; remove it");
    }
  }

  private static boolean belongsInText(int c) {
    return c == '\n'
        || c == '\r'
        || c == '\t'
        || (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
  }
}
