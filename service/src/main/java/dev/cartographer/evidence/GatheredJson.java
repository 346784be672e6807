package dev.cartographer.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.fault.Dependency;
import dev.cartographer.verdict.Case;
import dev.cartographer.view.EvidenceView;
import dev.cartographer.view.Json;
import java.util.List;

/**
 * Evidence as it is kept with an incident. What is read is exactly what was written: a verdict is
 * found again from it years later, or the reading fails loudly.
 */
public final class GatheredJson {
  private static final JsonMapper JSON =
      Json.mapper()
          .rebuild()
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private GatheredJson() {}

  /** What is kept: the case, and the items as people see them. */
  public record Kept(Case matter, List<EvidenceView> items) {}

  /** The text that is kept. */
  public static String write(Gathered gathered) {
    try {
      return JSON.writeValueAsString(
          new Kept(gathered.matter(), gathered.items().stream().map(GatheredJson::view).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers become JSON", e);
    }
  }

  /**
   * Reads what was kept.
   *
   * @throws IllegalArgumentException when it was not written by {@link #write}
   */
  public static Kept read(String text) {
    try {
      return JSON.readValue(text, Kept.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no evidence was kept in this text", e);
    }
  }

  /** One item as people see it. */
  public static EvidenceView view(Evidence item) {
    return new EvidenceView(
        item.source(),
        item.dependency().map(Dependency::word).orElse(null),
        item.reading().kind(),
        item.reading().word(),
        item.reading().mark().word(),
        item.fetchedAt(),
        item.latency().toMillis(),
        item.excerpt());
  }
}
