package dev.cartographer.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The two ports on which Cartographer will listen. */
public record Ports(int http, int management) {

  /** Two that are free now; they are taken a moment later, so that nobody else is likely to. */
  static Ports free() throws IOException {
    var here = InetAddress.ofLiteral("127.0.0.1");
    try (var one = new ServerSocket(0, 1, here);
        var other = new ServerSocket(0, 1, here)) {
      return new Ports(one.getLocalPort(), other.getLocalPort());
    }
  }
}
