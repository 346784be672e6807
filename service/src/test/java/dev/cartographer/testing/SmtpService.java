package dev.cartographer.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server for the host {@code armada.example}. With TLS it offers STARTTLS and takes nothing
 * before it, and then only from those who log in.
 */
public final class SmtpService implements AutoCloseable {
  private static final String DOMAIN = "@armada.example>";

  private final ServerSocket listening;
  private final Optional<SSLContext> tls;
  private final String login;
  private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
  private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
  private volatile boolean hangsUp;

  /**
   * A server on a free port.
   *
   * @param login user and password, parted by a colon; nobody logs in when it is empty
   */
  public SmtpService(Optional<SSLContext> tls, String login) {
    this.tls = tls;
    this.login = login;
    try {
      listening = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public URI uri() {
    return URI.create("smtp://127.0.0.1:" + listening.getLocalPort());
  }

  /** Heads and bodies of all mail that was taken. */
  public List<String> mails() {
    return List.copyOf(mails);
  }

  /** The next mail is answered so, such as {@code 451 4.3.0 Try again later}. */
  public void refuseNext(String answer) {
    refusals.add(answer);
  }

  /** From now on it takes mail, and hangs up before it says so. */
  public void hangUpAfterwards() {
    hangsUp = true;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new Session(socket).talk();
    } catch (IOException gone) {
      // The other side has left; so do we.
    }
  }

  /** One connection. */
  private final class Session {
    private Socket socket;
    private BufferedReader in;
    private boolean secure;
    private boolean known;

    Session(Socket socket) throws IOException {
      this.socket = socket;
      this.in = reader(socket);
    }

    void talk() throws IOException {
      say("220 mail.armada.example ESMTP");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (!answered(line)) {
          return;
        }
      }
    }

    /** Whether the talk goes on. */
    private boolean answered(String line) throws IOException {
      switch (line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0]) {
        case "EHLO" -> greet();
        case "STARTTLS" -> startTls();
        case "AUTH" -> authenticate(line);
        case "MAIL" -> say(mail());
        case "RCPT" ->
            say(line.endsWith(DOMAIN) ? "250 2.1.5 Ok" : "550 5.1.1 Recipient address rejected");
        case "DATA" -> {
          return data();
        }
        case "QUIT" -> {
          say("221 2.0.0 Bye");
          return false;
        }
        default -> say("250 2.0.0 Ok");
      }
      return true;
    }

    private void greet() throws IOException {
      say("250-mail.armada.example");
      if (tls.isPresent() && !secure) {
        say("250-STARTTLS");
      }
      if (!login.isEmpty() && (secure || tls.isEmpty())) {
        say("250-AUTH PLAIN");
      }
      say("250 ENHANCEDSTATUSCODES");
    }

    private void startTls() throws IOException {
      say("220 2.0.0 Ready to start TLS");
      var secured =
          (SSLSocket)
              tls.orElseThrow()
                  .getSocketFactory()
                  .createSocket(socket, socket.getInputStream(), true);
      secured.setUseClientMode(false);
      secured.startHandshake();
      socket = secured;
      in = reader(secured);
      secure = true;
    }

    private void authenticate(String line) throws IOException {
      var given =
          new String(
              Base64.getDecoder().decode(line.substring("AUTH PLAIN ".length())),
              StandardCharsets.UTF_8);
      known = given.equals("\0" + login.replace(':', '\0'));
      say(known ? "235 2.7.0 Authentication successful" : "535 5.7.8 Authentication failed");
    }

    private String mail() {
      if (tls.isPresent() && !secure) {
        return "530 5.7.0 Must issue a STARTTLS command first";
      }
      if (!login.isEmpty() && !known) {
        return "530 5.7.0 Authentication required";
      }
      var refusal = refusals.poll();
      return refusal == null ? "250 2.1.0 Ok" : refusal;
    }

    private boolean data() throws IOException {
      say("354 End data with <CR><LF>.<CR><LF>");
      var mail = new StringBuilder();
      for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
        mail.append(line).append('\n');
      }
      mails.add(mail.toString());
      if (hangsUp) {
        return false;
      }
      say("250 2.0.0 Ok: queued as 4F1D2");
      return true;
    }

    private void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
      return new BufferedReader(
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
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
