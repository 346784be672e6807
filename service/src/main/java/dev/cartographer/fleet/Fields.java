package dev.cartographer.fleet;

import dev.cartographer.fleet.FleetEvent.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The values of one mapping by key; unknown and repeated keys are reported as it is made. */
final class Fields {
  private final String what;
  private final Place place;
  private final FleetProblems problems;
  private final Map<String, Piece> values = new HashMap<>();

  /**
   * Takes the mapping apart.
   *
   * @param what the mapping in words, such as "a cluster"
   * @param known the keys it may have
   */
  Fields(String what, Piece.Mapping mapping, List<String> known, FleetProblems problems) {
    this.what = what;
    this.place = mapping.place();
    this.problems = problems;
    var places = new HashMap<String, Place>();
    for (var entry : mapping.entries()) {
      var key = entry.key().value();
      var first = places.putIfAbsent(key, entry.key().place());
      if (!known.contains(key)) {
        problems.add(entry.key().place(), unknown(what, entry.key(), known));
      } else if (first != null) {
        problems.add(entry.key().place(), repeated(key, what, first));
      } else if (!(entry.value() instanceof Text text && text.isAbsent())) {
        values.put(key, entry.value());
      }
    }
  }

  static String unknown(String what, Text key, List<String> known) {
    var nearest = Nearest.to(key.value(), known);
    return "unknown key %s in %s; %s"
        .formatted(
            Quoted.of(key.value()),
            what,
            nearest
                .map(word -> "did you mean \"" + word + "\"?")
                .orElseGet(() -> "it takes " + String.join(", ", known)));
  }

  static String repeated(String key, String what, Place first) {
    return "the key \"%s\" stands twice in %s, first at %s; keep one".formatted(key, what, first);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value of a key that need not be there. */
  Optional<Piece> optional(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The value of a key that must be there. */
  Optional<Piece> required(String key) {
    var value = Optional.ofNullable(values.get(key));
    if (value.isEmpty()) {
      problems.add(place, "%s needs \"%s\", and this one has none; add it".formatted(what, key));
    }
    return value;
  }

  /** A name that must be there. */
  Optional<Name> name(String key) {
    return needed(key, Name::new);
  }

  /** What the maker makes of a text that must be there and may be shown. */
  <T> Optional<T> needed(String key, Function<String, T> maker) {
    return required(key)
        .flatMap(piece -> text(key, piece))
        .flatMap(text -> shown(key, text, maker));
  }

  /** The same of one that need not be there; nothing at all when there is something else. */
  <T> Optional<Optional<T>> optional(String key, Function<String, T> maker) {
    if (!has(key)) {
      return Optional.of(Optional.empty());
    }
    var made = needed(key, maker);
    return made.isEmpty() ? Optional.empty() : Optional.of(made);
  }

  /** The text of a key, when its value is one. */
  Optional<Text> text(String key, Piece value) {
    if (value instanceof Text text) {
      return Optional.of(text);
    }
    problems.add(value.place(), "\"%s\" must be a text, not %s".formatted(key, value.kind()));
    return Optional.empty();
  }

  /** What the maker makes of a text that may be shown. */
  <T> Optional<T> shown(String key, Text text, Function<String, T> maker) {
    return made(text, maker, key + " " + Quoted.of(text.value()) + " is not one: ");
  }

  /** What the maker makes of a text that must not be shown, as it may be a secret. */
  <T> Optional<T> hidden(String key, Text text, Function<String, T> maker) {
    return made(text, maker, "this value of \"" + key + "\" can't be used: ");
  }

  private <T> Optional<T> made(Text text, Function<String, T> maker, String refusal) {
    try {
      return Optional.of(maker.apply(text.value()));
    } catch (IllegalArgumentException e) {
      problems.add(text.place(), refusal + e.getMessage());
      return Optional.empty();
    }
  }
}
