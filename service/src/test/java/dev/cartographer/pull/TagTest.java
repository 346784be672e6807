package dev.cartographer.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.token.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
  @Test
  void aTagIsReadAsItIsWritten() {
    var tag = new Tag(118, new Fingerprint("9f357f672c9c95937089dd61"));

    assertThat(tag).hasToString("\"118-9f357f672c9c95937089dd61\"");
    assertThat(Tag.in(tag.toString())).contains(tag);
    assertThat(Tag.in(" W/" + tag + " ")).contains(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "118-9f357f672c9c95937089dd61",
        "\"118-9f35\"",
        "\"-1-9f357f672c9c95937089dd61\"",
        "\"99999999999999999999-9f357f672c9c95937089dd61\"",
        "\"1-9f357f672c9c95937089dd61\", \"2-9f357f672c9c95937089dd61\""
      })
  void whatIsNoTagOfOursIsNone(String header) {
    assertThat(Tag.in(header)).isEmpty();
  }
}
