package dev.cartographer.evidence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network of IP addresses, such as {@code 10.0.0.0/8} (RFC 4632 §3.1).
 *
 * @param bits how many leading bits an address shares with it
 */
public record Network(InetAddress address, int bits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * The network written so; an address without a length is a network of its own.
   *
   * @throws IllegalArgumentException when it is none; the configuration is at fault
   */
  public static Network of(String text) {
    var parts = text.split("/", 2);
    if (!LITERAL.matcher(parts[0]).matches()) {
      throw none(text);
    }
    try {
      // A literal: no name is looked up.
      var address = InetAddress.getByName(parts[0]);
      var longest = address.getAddress().length * 8;
      var bits = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > longest) {
        throw none(text);
      }
      return new Network(address, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw none(text);
    }
  }

  private static IllegalArgumentException none(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no network; one is written 10.0.0.0/8 or fd00::/8");
  }

  boolean contains(InetAddress other) {
    var ours = address.getAddress();
    var theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (var bit = 0; bit < bits; bit++) {
      var mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
