package dev.cartographer.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that speaks bytes and not HTTP: for what no decent HTTP server can be made to do. */
final class RawServer implements AutoCloseable {

  /** What happens once the head of a request has been read. */
  interface Behaviour {
    void answer(Wire wire) throws IOException, InterruptedException;
  }

  /** The connection as a behaviour sees it. */
  record Wire(Socket socket, CountDownLatch hungUp) {

    void say(String text) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Lets time pass on the server's side, and less of it when the server is being closed. */
    void dawdle() throws InterruptedException {
      var _ = closing().await(20, TimeUnit.MILLISECONDS);
    }

    private CountDownLatch closing() {
      return hungUp;
    }
  }

  private final CountDownLatch hungUp = new CountDownLatch(1);
  private final ServerSocket listening;

  RawServer(Behaviour behaviour) {
    try {
      listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  TokenEndpoint endpoint(String scheme) {
    return TokenEndpoint.of(scheme + "://127.0.0.1:" + listening.getLocalPort() + "/token");
  }

  /** Counts down when a connection's other end has gone away while it was written to. */
  CountDownLatch hungUp() {
    return hungUp;
  }

  private void accept(Behaviour behaviour) {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket, behaviour));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket, Behaviour behaviour) {
    try (socket) {
      readHead(socket.getInputStream());
      behaviour.answer(new Wire(socket, hungUp));
    } catch (IOException gone) {
      hungUp.countDown();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readHead(InputStream in) throws IOException {
    var last = new byte[4];
    for (int next = in.read(); next >= 0; next = in.read()) {
      System.arraycopy(last, 1, last, 0, 3);
      last[3] = (byte) next;
      if (new String(last, StandardCharsets.ISO_8859_1).equals("\r\n\r\n")) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
