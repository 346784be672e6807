package dev.cartographer.escalation;

import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretText;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mail over SMTP. A mail that is sent twice has the same {@code Message-ID}, so that a mailbox may
 * keep one of them; the news of an incident are answers to its first mail.
 */
public final class Mail implements Sink {
  private static final int LONGEST_SUBJECT = 200;
  private static final long LONGEST_SECONDS = 20;
  private static final String ID = "message-id";

  private final MailServer server;
  private final Optional<SecretRef> password;
  private final String from;
  private final List<String> to;
  private final Wire wire;
  private final Vertx vertx;

  /**
   * Mail to these.
   *
   * @param from a bare address, as are those it goes to
   * @throws IllegalArgumentException when an address isn't one; the configuration is at fault
   */
  public Mail(
      MailServer server,
      Optional<SecretRef> password,
      String from,
      List<String> to,
      Wire wire,
      Vertx vertx) {
    this.server = server;
    this.password = password;
    this.from = address(from);
    this.to = to.stream().map(Mail::address).toList();
    this.wire = wire;
    this.vertx = vertx;
  }

  private static String address(String text) {
    if (!text.matches("[^\\s@<>,;:\"]+@[A-Za-z0-9.-]+")) {
      throw new IllegalArgumentException("a mail address is written name@host");
    }
    return text;
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.PAGER, Role.COPY);
  }

  @Override
  public Sent send(Errand errand) {
    var secret = secret();
    var mail = mail(errand);
    var client = MailClient.create(vertx, server.config(secret.reveal()));
    try {
      client
          .sendMail(mail)
          .toCompletionStage()
          .toCompletableFuture()
          .get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return sent(new Outcome.Accepted(receipt(errand)), mail, "250");
    } catch (TimeoutException late) {
      return sent(
          new Outcome.Later("the mail server took too long; it may have arrived"), mail, "");
    } catch (ExecutionException failed) {
      return failed(failed, mail, secret);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return sent(new Outcome.Later("not waited for, since we are stopping"), mail, "");
    } finally {
      var _ = client.close();
    }
  }

  @Override
  public Shadow shadow(Errand errand) {
    return new Shadow(shown(mail(errand)), receipt(errand));
  }

  private SecretText secret() {
    return password.map(wire.secrets()::resolve).orElseGet(() -> new SecretText(""));
  }

  private Sent failed(ExecutionException failed, MailMessage mail, SecretText secret) {
    if (failed.getCause() instanceof SMTPException smtp) {
      var answer = smtp.getReplyCode() + " " + Masked.excerpt(smtp.getReplyMessage(), secret);
      var said = "the mail server answered " + answer;
      return sent(
          smtp.isPermanent() ? new Outcome.Refused(said) : new Outcome.Later(said), mail, answer);
    }
    var why = failed.getCause() == null ? "" : String.valueOf(failed.getCause().getMessage());
    var said = "no mail server: " + Masked.excerpt(why, secret);
    return sent(new Outcome.Later(said), mail, "");
  }

  private Sent sent(Outcome outcome, MailMessage mail, String answer) {
    return new Sent(outcome, shown(mail), answer);
  }

  private MailMessage mail(Errand errand) {
    var headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Message-ID", id(errand))
            .add("Auto-Submitted", "auto-generated");
    errand
        .thread()
        .flatMap(first -> first.value(ID))
        .ifPresent(first -> headers.add("In-Reply-To", first).add("References", first));
    return new MailMessage()
        .setFrom(from)
        .setTo(to)
        .setSubject(subject(errand))
        .setText(PlainBody.of(errand))
        .setHeaders(headers);
  }

  private static String subject(Errand errand) {
    return Printable.limited(
        "[" + Heading.of(errand) + "] " + errand.message().title(), LONGEST_SUBJECT);
  }

  private Receipt receipt(Errand errand) {
    return Receipt.of(ID, id(errand));
  }

  private String id(Errand errand) {
    var digest = new SecretText(errand.order().key()).sha256();
    return "<" + HexFormat.of().formatHex(digest, 0, 16) + from.substring(from.indexOf('@')) + ">";
  }

  private String shown(MailMessage mail) {
    var text = new StringBuilder("MAIL " + server.uri() + "\n");
    text.append("From: ").append(mail.getFrom()).append('\n');
    text.append("To: ").append(String.join(", ", mail.getTo())).append('\n');
    text.append("Subject: ").append(mail.getSubject()).append('\n');
    mail.getHeaders()
        .forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append('\n').append(mail.getText()).toString();
  }
}
