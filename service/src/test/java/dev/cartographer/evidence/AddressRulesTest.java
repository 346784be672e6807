package dev.cartographer.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final AddressRules PUBLIC = new AddressRules(List.of());
  private static final AddressRules GENEROUS =
      new AddressRules(List.of(Network.of("0.0.0.0/0"), Network.of("::/0")));

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "2606:4700::1111",
        "64:ff9b::1.1.1.1",
        "2002:0101:0101::1"
      })
  void whatIsPublicMayBeAsked(String literal) throws UnknownHostException {
    assertThat(PUBLIC.refusal(address(literal))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "127.0.0.1",
        "2130706433", // 127.0.0.1 as one number
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fc00::1",
        "fd12:3456::1",
        "64:ff9b::10.0.0.1",
        "2002:0a00:0001::1",
        "2001:0:1:2::3"
      })
  void whatIsPrivateMayBeAskedWhereItIsAllowed(String literal) throws UnknownHostException {
    assertThat(PUBLIC.refusal(address(literal)).orElseThrow())
        .contains("cartographer.evidence.allow-private");
    assertThat(GENEROUS.refusal(address(literal))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "fd00:ec2::254",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "ff02::1"
      })
  void whatGivesAMachineItsCredentialsIsNeverAsked(String literal) throws UnknownHostException {
    assertThat(GENEROUS.refusal(address(literal)).orElseThrow()).contains("never asked");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "ten/8", "example.com", "::/129", ""})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatThrownBy(() -> Network.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://status.example/",
        "ftp://127.0.0.1/",
        "https://user:secret@status.example/",
        "https://status.example/#part",
        "https:///path",
        "/path",
        "http://127.0.0.1.example/",
        "http://10.0.0.1/",
        "https://status.example:0/"
      })
  void onlyHttpsOrTheLoopbackIsAnAddress(String text) {
    assertThatThrownBy(() -> new WebAddress(URI.create(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://status.example",
        "http://127.0.0.1:9/",
        "http://localhost/x?y=z",
        "http://[::1]:9090/"
      })
  void thatIsOne(String text) {
    assertThat(WebAddress.of(text).uri()).hasToString(text);
  }
}
