package dev.cartographer.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cartographer.exchange.ServiceStep.ExpiryUnit;
import dev.cartographer.secret.SecretText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server claims to have issued; nothing of it is believed yet.
 *
 * @param expiresAt by the expiry member alone
 */
record TokenAnswer(
    SecretText token,
    Optional<Instant> expiresAt,
    Optional<String> tokenType,
    Optional<String> issuedTokenType,
    Optional<String> scope) {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  /** Far beyond any lifetime that is accepted, near enough to calculate with. */
  private static final BigDecimal FAR = BigDecimal.valueOf(100_000_000_000L);

  /** Where token and expiry are to be found. */
  record Members(String token, String expiry, ExpiryUnit unit) {
    static final Members OAUTH = new Members("access_token", "expires_in", ExpiryUnit.SECONDS);
  }

  /**
   * Reads a successful answer.
   *
   * @throws Mishap when there is no token in it
   */
  static TokenAnswer in(JsonNode body, Members members, Instant sentAt) {
    var token = text(body, members.token());
    return new TokenAnswer(
        new SecretText(
            token.orElseThrow(() -> Mishap.badResponse("no text as " + members.token()))),
        expiry(body.path(members.expiry()), members).map(number -> end(number, members, sentAt)),
        text(body, "token_type"),
        text(body, "issued_token_type"),
        text(body, "scope"));
  }

  private static Optional<String> text(JsonNode body, String member) {
    var node = body.path(member);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw Mishap.badResponse("a " + member + " that is not text");
    }
    return Optional.of(node.textValue());
  }

  /** A number, or a number in quotes, as some servers write it. */
  private static Optional<BigDecimal> expiry(JsonNode node, Members members) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (node.isNumber()) {
      return Optional.of(node.decimalValue());
    }
    if (node.isTextual() && NUMBER.matcher(node.textValue()).matches()) {
      return Optional.of(new BigDecimal(node.textValue()));
    }
    throw Mishap.wrongToken("a token whose " + members.expiry() + " is not a number");
  }

  /** The safe end: a fraction of a second is dropped, a negative life is none. */
  private static Instant end(BigDecimal number, Members members, Instant sentAt) {
    return switch (members.unit()) {
      case SECONDS -> sentAt.plusSeconds(seconds(number));
      case EPOCH -> Instant.ofEpochSecond(seconds(number));
      case EPOCH_MILLIS -> Instant.ofEpochSecond(seconds(number.movePointLeft(3)));
    };
  }

  private static long seconds(BigDecimal number) {
    return number.compareTo(BigDecimal.ONE) < 0
        ? 0
        : number.min(FAR).setScale(0, RoundingMode.FLOOR).longValueExact();
  }
}
