package dev.cartographer.evidence;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.fleet.Name;
import dev.cartographer.verdict.Findings.Cie;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * How a feed of customer impacting events is read: a list in JSON, of which those items count that
 * are about the dependency. One whose state is among neither set is unknown.
 *
 * @param items to the list (RFC 6901)
 * @param state in an item, to the word that says whether it is open
 * @param open the words for open
 * @param closed the words for over
 * @param about in an item, to whom it is about; without it all items are about the dependency
 * @param names what the dependency is called there
 * @param region in an item, to a region or a list of them; an item without one is about all
 */
public record CieFeed(
    JsonPointer items,
    JsonPointer state,
    Set<String> open,
    Set<String> closed,
    Optional<JsonPointer> about,
    Set<String> names,
    Optional<JsonPointer> region) {

  /** What a feed says, in one value and in words. */
  record Said(Cie value, String words) {}

  /**
   * Reads a feed.
   *
   * @throws Unfetched when there is no list where it should be
   */
  Said read(JsonNode feed, Question question) {
    var list = feed.at(items);
    if (!list.isArray()) {
      throw new Unfetched("has no list at \"" + items + "\"");
    }
    var ours =
        StreamSupport.stream(list.spliterator(), false)
            .filter(item -> isAbout(item) && concerns(item, question))
            .toList();
    return first(ours, open)
        .map(state -> new Said(Cie.OPEN, "an event is " + state))
        .orElseGet(() -> quiet(ours));
  }

  private Said quiet(List<JsonNode> ours) {
    var strange = ours.stream().map(this::state).filter(s -> !closed.contains(s)).findFirst();
    return strange
        .map(s -> new Said(Cie.UNKNOWN, "an event is in a state that is not mapped: " + s))
        .orElseGet(() -> new Said(Cie.NONE, "no event is open"));
  }

  private Optional<String> first(List<JsonNode> ours, Set<String> states) {
    return ours.stream().map(this::state).filter(states::contains).findFirst();
  }

  private String state(JsonNode item) {
    return item.at(state).asText("");
  }

  private boolean isAbout(JsonNode item) {
    return about.map(item::at).map(CieFeed::texts).map(this::named).orElse(true);
  }

  private boolean named(Set<String> texts) {
    return texts.stream().anyMatch(names::contains);
  }

  private boolean concerns(JsonNode item, Question question) {
    var places = region.map(item::at).map(CieFeed::texts).orElse(Set.of());
    return places.isEmpty()
        || question.regions().stream().map(Name::text).anyMatch(places::contains);
  }

  /** The texts of a value, or of a list of them. */
  private static Set<String> texts(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(v -> v.asText(""))
          .collect(Collectors.toSet());
    }
    return value.isValueNode() && !value.isNull() ? Set.of(value.asText()) : Set.of();
  }
}
