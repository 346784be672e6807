package dev.cartographer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Runs the common commands once, so that the JVM can write down the classes they load (JEP 514) and
 * a later command starts in half the time. The launcher calls it after a build.
 *
 * <p>The server it asks is a socket of its own on the loopback interface, with an answer for each.
 */
final class Training {
  private static final String BINDING =
      """
      {"cluster":"a","tenant":"t","carrier":"c","region":"r","signal":"logs","state":"valid",\
      "generation":1,"issuedAt":"2026-01-01T00:00:00Z","expiresAt":"2026-01-01T01:00:00Z",\
      "fault":{"dependency":"iam","kind":"timeout","code":"CTG-1102","detail":"none",\
      "since":"2026-01-01T00:00:00Z","tries":1}}\
      """;
  private static final String WHY =
      """
      {"cluster":"a","healthy":true,"sentences":["All is well."],\
      "chain":[{"step":"enrolled","state":"ok","reason":"","text":"2026-01-01"}]}\
      """;

  private Training() {}

  public static void main(String[] args) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(10_000);
      var server = "http://127.0.0.1:" + socket.getLocalPort();
      var session =
          new Session(
              Map.of("CARTOGRAPHER_SERVER", server, "CARTOGRAPHER_TOKEN", "training"),
              nowhere(),
              nowhere(),
              Clock.systemUTC(),
              OptionalInt.of(80),
              false);
      answering(socket, "{\"items\":[" + BINDING + "]}", session, "get", "bindings");
      answering(socket, WHY, session, "why", "cluster", "a");
      answering(socket, "{\"bindings\":2}", session, "rotate", "cluster", "a");
      Cartographer.run(session, "--help");
    }
  }

  private static void answering(
      ServerSocket socket, String answer, Session session, String... command) {
    var server = Thread.ofPlatform().start(() -> answer(socket, answer));
    try {
      Cartographer.run(session, command);
      server.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(ServerSocket socket, String answer) {
    try (var connection = socket.accept();
        var in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
      for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        // the request does not matter
      }
      connection
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                      + "Content-Length: "
                      + answer.length()
                      + "\r\n\r\n"
                      + answer)
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException _) {
      // the training was cut short; the cache is then made another time
    }
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
