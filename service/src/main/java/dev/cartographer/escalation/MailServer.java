package dev.cartographer.escalation;

import io.vertx.core.net.TrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server that takes mail for delivery: {@code smtp://}, where it must offer STARTTLS, or {@code
 * smtps://}. Only on this very machine may it do without.
 *
 * @param username to log in with; without one nobody logs in
 */
public record MailServer(URI uri, Optional<String> username, Optional<TrustOptions> trusted) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.(0|[1-9][0-9]{0,2})){3}|\\[::1]");

  /**
   * A server.
   *
   * @throws IllegalArgumentException when it can't be one; the configuration is at fault
   */
  public MailServer {
    var scheme = String.valueOf(uri.getScheme());
    if (uri.getHost() == null || !scheme.matches("smtps?") || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a mail server is smtp://HOST:PORT or smtps://HOST:PORT");
    }
  }

  MailConfig config(String password) {
    var config =
        new MailConfig()
            .setHostname(uri.getHost())
            .setPort(port())
            .setSsl(implicitTls())
            .setStarttls(startTls())
            .setHostnameVerificationAlgorithm("HTTPS")
            .setConnectTimeout(5_000)
            .setKeepAlive(false)
            .setMaxPoolSize(1)
            .setAllowRcptErrors(true)
            .setLogin(username.isPresent() ? LoginOption.REQUIRED : LoginOption.NONE);
    trusted.ifPresent(config::setTrustOptions);
    username.ifPresent(name -> config.setUsername(name).setPassword(password));
    return config;
  }

  private boolean implicitTls() {
    return "smtps".equals(uri.getScheme());
  }

  private int port() {
    if (uri.getPort() > 0) {
      return uri.getPort();
    }
    return implicitTls() ? 465 : 587;
  }

  private StartTLSOptions startTls() {
    if (implicitTls()) {
      return StartTLSOptions.DISABLED;
    }
    return LOOPBACK.matcher(uri.getHost()).matches()
        ? StartTLSOptions.OPTIONAL
        : StartTLSOptions.REQUIRED;
  }
}
