package dev.cartographer.fleet;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/** The events of one JSON text (RFC 8259). Numbers and booleans are taken as they are written. */
final class JsonEvents implements FleetEvent.Source {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final FleetProblems problems;
  private int depth;

  JsonEvents(Reader text, FleetProblems problems) throws IOException {
    this.parser = JSON.createParser(text);
    this.problems = problems;
  }

  @Override
  public FleetEvent next() {
    try {
      var token = parser.nextToken();
      if (token == null) {
        return new FleetEvent.Over(place());
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0 && parser.nextToken() != null) {
        throw problems.last(place(), "a second document begins here, and a fleet file is one");
      }
      return event(token);
    } catch (JacksonException e) {
      throw problems.last(
          new Place(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          "this is not JSON: a quote, comma or bracket is missing or too many at or before here");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FleetEvent event(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> new FleetEvent.MappingStart(place());
      case START_ARRAY -> new FleetEvent.ListStart(place());
      case END_OBJECT, END_ARRAY -> new FleetEvent.End(place());
      case VALUE_STRING, FIELD_NAME -> new FleetEvent.Text(parser.getText(), true, place());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
          new FleetEvent.Text(parser.getText(), false, place());
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a blocking parser of text gives no " + token);
    };
  }

  private Place place() {
    var location = parser.currentTokenLocation();
    return new Place(location.getLineNr(), location.getColumnNr());
  }
}
