package dev.cartographer.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a sandbox server answers. */
record Reply(int status, Map<String, String> headers, String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply json(int status, Map<String, ?> members) {
    try {
      return new Reply(
          status, Map.of("Content-Type", "application/json"), JSON.writeValueAsString(members));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers always make JSON", e);
    }
  }

  static Reply text(int status, String body) {
    return new Reply(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body);
  }

  Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }

  /** The same, to be kept by nobody: every answer with a token in it (RFC 6749 §5.1). */
  Reply notStored() {
    return with("Cache-Control", "no-store").with("Pragma", "no-cache");
  }
}
