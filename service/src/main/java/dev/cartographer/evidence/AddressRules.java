package dev.cartographer.evidence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be connected to: public ones, and the private networks that the operator has
 * allowed. What gives a machine its own credentials is never asked, whatever is allowed.
 *
 * @param allowed private networks
 */
public record AddressRules(List<Network> allowed) {

  /** Link-local addresses, among them most metadata services, and those that lie elsewhere. */
  private static final List<Network> NEVER =
      networks(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "fe80::/10",
          "fd00:ec2::254", // AWS
          "100.100.100.200", // Alibaba Cloud
          "192.0.0.192", // Oracle Cloud
          "168.63.129.16", // Azure
          "224.0.0.0/4",
          "240.0.0.0/4",
          "ff00::/8");

  /** What is not globally reachable (the special-purpose address registries of IANA, RFC 6890). */
  private static final List<Network> PRIVATE =
      networks(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "::/96", // with :: and ::1
          "100::/64",
          "2001::/23", // with Teredo
          "2001:db8::/32",
          "fc00::/7",
          "fec0::/10");

  /** Where an IPv4 address stands in an IPv6 address that leads to it (RFC 6052, RFC 3056). */
  private static final Network NAT64 = Network.of("64:ff9b::/96");

  private static final Network SIX_TO_FOUR = Network.of("2002::/16");

  public AddressRules {
    allowed = List.copyOf(allowed);
  }

  private static List<Network> networks(String... texts) {
    return Arrays.stream(texts).map(Network::of).toList();
  }

  /** Why an address may not be connected to; empty when it may. */
  Optional<String> refusal(InetAddress asked) {
    var address = reached(asked);
    if (in(NEVER, address)) {
      return Optional.of("a link-local, metadata or multicast address, which is never asked");
    }
    return in(PRIVATE, address) && !in(allowed, address)
        ? Optional.of(
            "a private address: allow its network under cartographer.evidence.allow-private")
        : Optional.empty();
  }

  private static boolean in(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(n -> n.contains(address));
  }

  private static InetAddress reached(InetAddress address) {
    if (NAT64.contains(address)) {
      return inside(address, 12);
    }
    return SIX_TO_FOUR.contains(address) ? inside(address, 2) : address;
  }

  private static InetAddress inside(InetAddress address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
