package dev.cartographer.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object and nothing else: no member twice, nothing after it, not deep, not long.
 *
 * <p>Two {@code access_token} members would let two readers see two different tokens.
 */
final class StrictJson {
  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(32)
                          .maxNameLength(256)
                          .maxStringLength(OutboundHttp.LONGEST_BODY)
                          .maxDocumentLength(OutboundHttp.LONGEST_BODY)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .reader();

  private StrictJson() {}

  /**
   * The object a text holds.
   *
   * @throws Mishap when it holds anything else. The parser's own message is left out: it quotes the
   *     text.
   */
  static ObjectNode object(String text) {
    try {
      if (READER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException quotesTheText) {
      throw Mishap.badResponse("text that is not JSON, or has a member twice, or is too deep");
    }
    throw Mishap.badResponse("JSON that is not an object");
  }
}
