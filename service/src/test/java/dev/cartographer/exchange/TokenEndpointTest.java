package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://iam.example.com/identity/token",
        "https://iam.example.com:8443/token?version=1",
        "https://iam.example.com",
        "http://127.0.0.1:8080/token",
        "http://127.9.0.1/token",
        "http://localhost:8080/token",
        "http://[::1]:8080/token"
      })
  void httpsAndPlainHttpToThisMachineAreTaken(String text) {
    assertThat(TokenEndpoint.of(text).uri()).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://iam.example.com/token",
        "http://127.0.0.1.nip.io/token",
        "http://127.0.0.1.example.com/token",
        "http://localhost.example.com/token",
        "http://0x7f.1/token",
        "http://2130706433/token",
        "http://169.254.169.254/token",
        "http://[::ffff:127.0.0.1]/token",
        "https://user:pw@iam.example.com/token",
        "https://user@iam.example.com/token",
        "http://127.0.0.1@iam.example.com/token",
        "https://iam.example.com/token#fragment",
        "https:///token",
        "https:token",
        "iam.example.com/token",
        "/token",
        "ftp://127.0.0.1/token",
        "file:///etc/passwd",
        "https://iam.example.com:0/token",
        "https://iam.example.com:65536/token",
        "https://iam example.com/token",
        ""
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> TokenEndpoint.of(text));
  }

  @Test
  void aPasswordInTheAddressIsNotRepeatedInTheComplaint() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenEndpoint.of("http://user:hunter2@iam.example.com/token"))
        .withMessage("an endpoint must not carry a user or a password");
  }

  @Test
  void itPrintsWithoutItsQuery() {
    assertThat(TokenEndpoint.of("https://iam.example.com:8443/token?key=1"))
        .hasToString("https://iam.example.com:8443/token");
  }
}
