package dev.cartographer.fleet;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The events of one YAML 1.2 document. Anchors, aliases and tags are refused, so that nothing in
 * the file can be larger or other than it looks.
 */
final class YamlEvents implements FleetEvent.Source {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();

  private final Iterator<Event> events;
  private final FleetProblems problems;
  private Place last = new Place(1, 1);

  YamlEvents(Reader text, FleetProblems problems) {
    this.events = new Parse(SETTINGS).parseReader(text).iterator();
    this.problems = problems;
  }

  @Override
  public FleetEvent next() {
    while (true) {
      var event = parsed();
      last = place(event.getStartMark());
      switch (event) {
        case StreamStartEvent _, DocumentStartEvent _ -> {}
        case DocumentEndEvent _ -> {
          return onlyOne();
        }
        case NodeEvent node -> {
          return read(node);
        }
        default -> {
          return ended(event);
        }
      }
    }
  }

  private FleetEvent ended(Event event) {
    return event.getEventId() == Event.ID.StreamEnd
        ? new FleetEvent.Over(last)
        : new FleetEvent.End(last);
  }

  private FleetEvent read(NodeEvent node) {
    if (node instanceof AliasEvent || node.getAnchor().isPresent()) {
      throw problems.last(
          last,
          "anchors (&) and aliases (*) are not taken; write the value out, in quotes if it begins"
              + " with & or *");
    }
    if (tag(node).isPresent()) {
      throw problems.last(
          last, "tags (!) are not taken; leave it out, or quote the value if it begins with !");
    }
    return switch (node) {
      case ScalarEvent scalar -> new FleetEvent.Text(scalar.getValue(), !scalar.isPlain(), last);
      case MappingStartEvent _ -> new FleetEvent.MappingStart(last);
      default -> new FleetEvent.ListStart(last);
    };
  }

  private static Optional<String> tag(NodeEvent node) {
    return switch (node) {
      case ScalarEvent scalar -> scalar.getTag();
      case CollectionStartEvent start -> start.getTag();
      default -> Optional.empty();
    };
  }

  private FleetEvent onlyOne() {
    var after = parsed();
    last = place(after.getStartMark());
    if (after instanceof DocumentStartEvent) {
      throw problems.last(
          last, "a second document begins here, and a fleet file is one; split the file");
    }
    return new FleetEvent.Over(last);
  }

  private Event parsed() {
    try {
      return events.next();
    } catch (MarkedYamlEngineException e) {
      throw problems.last(place(e.getProblemMark()), "this is not YAML: " + safe(e.getProblem()));
    } catch (YamlEngineException e) {
      if (e.getCause() instanceof IOException cause) {
        throw new UncheckedIOException(cause);
      }
      throw problems.last(last, "this is not YAML 1.2, which a fleet file is");
    }
  }

  /** The parser's words quote single characters only, but for tags, which may be a secret. */
  private static String safe(String problem) {
    return problem.contains("tag") ? "a tag (!) that is none" : problem;
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(last);
  }
}
