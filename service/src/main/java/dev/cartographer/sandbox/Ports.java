package dev.cartographer.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** The two ports on which Cartographer will listen. */
public record Ports(int http, int management) {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  /** Two that are free now. */
  static Ports free() throws IOException {
    var http = next();
    return new Ports(http, next(http));
  }

  /**
   * A port that is free now, below those from which the system chooses by itself (Linux: 32768 and
   * up). Of these, one that nobody listens on for a moment may become the near end of any
   * connection that is just being made, even of a connection to itself.
   */
  static int next() throws IOException {
    return next(0);
  }

  private static int next(int taken) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (port != taken && isFree(port)) {
        return port;
      }
    }
    throw new IOException("there is no free port from " + LOWEST + " to " + HIGHEST);
  }

  private static boolean isFree(int port) throws IOException {
    try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return true;
    } catch (BindException _) {
      return false;
    }
  }
}
