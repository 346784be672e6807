package dev.cartographer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.secret.SecretText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
  private static final List<SecretText> SECRETS =
      List.of(new SecretText("abcdefghijklmnopqrstuvwxyz"), new SecretText("1234567890"));

  @ParameterizedTest
  @CsvSource({
    "the server's own words, the server's own words",
    "whole abcdefghijklmnopqrstuvwxyz., whole ***.",
    "its beginning abcdefghijkl…, its beginning ***…",
    "its end pqrstuvwxyz, its end ***",
    "seven letters abcdefg tell nothing, seven letters abcdefg tell nothing",
    "in Base64 YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=, in Base64 ***",
    "the other 1234567890 too, the other *** too",
  })
  void noPartOfASecretIsQuoted(String foreign, String shown) {
    assertThat(Excerpt.of(foreign, SECRETS)).isEqualTo(shown);
  }

  @Test
  void aShortSecretIsMaskedAsAWhole() {
    assertThat(Excerpt.of("token xyz here", List.of(new SecretText("xyz"))))
        .isEqualTo("token *** here");
  }

  @Test
  void aLongTextIsCut() {
    assertThat(Excerpt.of("x".repeat(1_000_000), SECRETS)).isEqualTo("x".repeat(200) + "…");
  }
}
