package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cartographer.fault.FaultKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictJsonTest {

  @Test
  void oneObjectIsRead() {
    assertThat(StrictJson.object(" {\"a\": 1, \"b\": {\"a\": 2}} ").path("a").intValue())
        .isEqualTo(1);
  }

  static Stream<String> garbage() {
    return Stream.of(
        "",
        " ",
        "null",
        "[]",
        "\"CANARY\"",
        "CANARY",
        "<html>CANARY</html>",
        "{\"access_token\":\"CANARY-1\",\"access_token\":\"CANARY-2\"}",
        "{\"a\":{\"b\":\"CANARY\",\"b\":1}}",
        "{\"a\":\"CANARY\"}{\"a\":1}",
        "{\"a\":\"CANARY\"} trailing",
        "{\"a\":\"CANARY\"",
        "{\"expires_in\":NaN,\"a\":\"CANARY\"}",
        "{\"expires_in\":" + "1".repeat(100_000) + "}",
        "{'a':'CANARY'}",
        "\uFEFF{\"a\":\"CANARY\"}",
        "{\"a\":".repeat(100_000) + "\"CANARY\"" + "}".repeat(100_000),
        "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        "{\"" + "CANARY".repeat(100) + "\":1}");
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void anythingElseIsRefusedAndNotQuoted(String text) {
    var mishap = catchThrowableOfType(Mishap.class, () -> StrictJson.object(text));

    assertThat(mishap.kind()).isEqualTo(FaultKind.BAD_RESPONSE);
    assertThat(mishap).hasNoCause();
    assertThat(mishap.what()).doesNotContain("CANARY");
  }
}
