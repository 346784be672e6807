package dev.cartographer.evidence;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.verdict.Findings.StatusPage;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How a page that machines can read says how a dependency is. What it does not know is unknown. */
public sealed interface StatusReader {

  /** What a page says, in one value and in words. */
  record Said(StatusPage value, String words) {}

  /** Reads a page. */
  Said read(JsonNode page, Question question);

  /**
   * Statuspage, {@code /api/v2/summary.json}. The page's own indicator speaks of parts that are
   * none of ours, so only named components count; {@code updated_at} is when one changed, and no
   * sign of age.
   *
   * @param components the ids of the dependency's
   */
  record Statuspage(List<String> components) implements StatusReader {
    @Override
    public Said read(JsonNode page, Question question) {
      return worst(components.stream().map(id -> component(page, id, question)).toList());
    }

    private static Said component(JsonNode page, String id, Question question) {
      var found = stream(page.path("components")).filter(c -> id.equals(text(c, "id"))).findFirst();
      if (found.isEmpty()) {
        return new Said(StatusPage.UNKNOWN, "has no component " + id);
      }
      var status = text(found.get(), "status");
      var words = text(found.get(), "name") + ": " + status;
      return stream(page.path("scheduled_maintenances"))
          .filter(m -> announced(m, id, question.onset()))
          .findFirst()
          .map(m -> new Said(StatusPage.MAINTENANCE, words + ", " + text(m, "name")))
          .orElseGet(() -> new Said(value(status), words));
    }

    private static StatusPage value(String status) {
      return switch (status) {
        case "operational" -> StatusPage.OPERATIONAL;
        case "degraded_performance" -> StatusPage.DEGRADED;
        case "partial_outage", "major_outage" -> StatusPage.OUTAGE;
        default -> StatusPage.UNKNOWN;
      };
    }

    /** Work that goes on now on this component, and was made known before the failures began. */
    private static boolean announced(JsonNode work, String component, Instant onset) {
      var now = List.of("in_progress", "verifying").contains(text(work, "status"));
      var covers = stream(work.path("components")).anyMatch(c -> component.equals(text(c, "id")));
      return now && covers && at(work, "created_at").filter(onset::isAfter).isPresent();
    }
  }

  /**
   * Gatus, {@code /api/v1/endpoints/statuses}: two of the last three results, none older than a
   * quarter of an hour.
   *
   * @param endpoints the keys of the dependency's
   */
  record Gatus(List<String> endpoints) implements StatusReader {
    private static final Duration FRESH = Duration.ofMinutes(15);

    @Override
    public Said read(JsonNode page, Question question) {
      return worst(endpoints.stream().map(key -> endpoint(page, key, question.now())).toList());
    }

    private static Said endpoint(JsonNode page, String key, Instant now) {
      var results = new TreeMap<Instant, Boolean>(Comparator.reverseOrder());
      stream(page)
          .filter(e -> key.equals(text(e, "key")))
          .flatMap(e -> stream(e.path("results")))
          .forEach(r ->
              at(r, "timestamp")
                  .filter(now.minus(FRESH)::isBefore)
                  .ifPresent(at -> results.put(at, r.path("success").asBoolean())));
      return judged(key, results.values().stream().limit(3).toList());
    }

    private static Said judged(String key, List<Boolean> results) {
      var well = results.stream().filter(success -> success).count();
      var words = "%s: %d of the last %d well".formatted(key, well, results.size());
      if (well >= 2) {
        return new Said(StatusPage.OPERATIONAL, words);
      }
      var value = results.size() - well >= 2 ? StatusPage.OUTAGE : StatusPage.UNKNOWN;
      return new Said(value, words);
    }
  }

  /**
   * Any other JSON.
   *
   * @param pointer to the value (RFC 6901)
   * @param values what values mean; one that is not among them is unknown
   */
  record Mapped(JsonPointer pointer, Map<String, StatusPage> values) implements StatusReader {
    @Override
    public Said read(JsonNode page, Question question) {
      var value = page.at(pointer);
      var text = value.isValueNode() ? value.asText() : "";
      return new Said(
          values.getOrDefault(text, StatusPage.UNKNOWN),
          value.isMissingNode() ? "has nothing at " + pointer : pointer + " is " + text);
    }
  }

  /** The loudest of several parts; an unknown one outweighs one that is well. */
  private static Said worst(List<Said> parts) {
    var order =
        List.of(
            StatusPage.OUTAGE,
            StatusPage.MAINTENANCE,
            StatusPage.DEGRADED,
            StatusPage.UNKNOWN,
            StatusPage.OPERATIONAL);
    var sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingInt(said -> order.indexOf(said.value())));
    return sorted.isEmpty() ? new Said(StatusPage.UNKNOWN, "no part is named") : sorted.getFirst();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).asText("");
  }

  /** The instant in a member; empty when it is none (RFC 3339). */
  private static Optional<Instant> at(JsonNode object, String member) {
    try {
      return Optional.of(OffsetDateTime.parse(text(object, member)).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
