package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpReply;
import dev.cartographer.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The issues of a repository at GitHub or GitHub Enterprise: one for each incident, a comment for
 * each news.
 *
 * <p>GitHub doesn't recognise an issue that comes twice. Each begins with a mark; after an attempt
 * of which no answer came, the mark is looked for before anything is sent again.
 */
public final class GitHubIssues implements Sink {
  private static final String NUMBER = "number";
  private static final String URL = "url";

  private final List<String> labels;
  private final SecretRef token;
  private final Installation installation;
  private final Wire wire;
  private final GitHubRequests requests;

  /**
   * A repository.
   *
   * @param api {@code https://api.github.com}, or that of an Enterprise Server with {@code /api/v3}
   * @param repository such as {@code armada/api}
   * @param labels put on new issues where the token may; nothing hangs on them
   */
  public GitHubIssues(
      HttpEndpoint api,
      String repository,
      List<String> labels,
      SecretRef token,
      Installation installation,
      Wire wire) {
    this.labels = List.copyOf(labels);
    this.token = token;
    this.installation = installation;
    this.wire = wire;
    this.requests = new GitHubRequests(api, repository);
  }

  @Override
  public Set<Role> roles() {
    return Set.of(Role.ISSUES);
  }

  @Override
  public Sent send(Errand errand) {
    var call = wire.call(token);
    return call.settle(() -> outcome(call, errand, number(errand)));
  }

  @Override
  public Shadow shadow(Errand errand) {
    var call = wire.call(token);
    var number = number(errand);
    var request =
        switch (errand.order().action()) {
          case CLOSE -> requests.close(call, number.orElse("0"));
          case TELL, PAGE, END ->
              number
                  .map(n -> requests.comment(call, n, text(errand).comment()))
                  .orElseGet(() -> requests.open(call, issue(errand, labels)));
        };
    return call.shadow(request, Receipt.of(NUMBER, "0"));
  }

  private IssueText text(Errand errand) {
    return new IssueText(errand, installation.name());
  }

  private static Optional<String> number(Errand errand) {
    return errand.thread().flatMap(first -> first.value(NUMBER));
  }

  private Outcome outcome(Call call, Errand errand, Optional<String> number) {
    if (errand.order().action() == Order.Action.CLOSE) {
      return number.map(n -> closed(call, n)).orElse(new Outcome.Accepted(Receipt.NONE));
    }
    return number.map(n -> comment(call, errand, n)).orElseGet(() -> open(call, errand));
  }

  private Outcome open(Call call, Errand errand) {
    if (errand.attempt() > 1) {
      var found = call.ask(requests.issuesSince(call, whoWeAre(call), errand.writtenAt()));
      if (found.status() != 200) {
        return unwelcome(call, found);
      }
      var before = marked(found, text(errand).mark());
      if (before.isPresent()) {
        return new Outcome.Accepted(receipt(before.get()));
      }
    }
    return opened(call, errand);
  }

  /** The login of the token's user; a GitHub App has none. */
  private Optional<String> whoWeAre(Call call) {
    var reply = call.ask(requests.user(call));
    return Optional.of(JsonText.read(reply.body()).path("login").asText())
        .filter(login -> reply.status() == 200 && !login.isEmpty());
  }

  /** A token that may write issues need not be one that may put labels on them. */
  private Outcome opened(Call call, Errand errand) {
    var reply = call.ask(requests.open(call, issue(errand, labels)));
    var refused = reply.status() == 403 || reply.status() == 422;
    if (refused && !labels.isEmpty() && !GitHubLimit.reached(reply)) {
      reply = call.ask(requests.open(call, issue(errand, List.of())));
    }
    return reply.status() == 201
        ? new Outcome.Accepted(receipt(JsonText.read(reply.body())))
        : unwelcome(call, reply);
  }

  private ObjectNode issue(Errand errand, List<String> put) {
    var issue =
        JsonText.object().put("title", text(errand).title()).put("body", text(errand).body());
    if (!put.isEmpty()) {
      put.forEach(issue.putArray("labels")::add);
    }
    return issue;
  }

  private Receipt receipt(JsonNode issue) {
    var receipt =
        Receipt.of(NUMBER, issue.path("number").asText())
            .with(URL, issue.path("html_url").asText());
    var names = issue.path("labels").findValuesAsText("name");
    return names.containsAll(labels) ? receipt : receipt.with("labels", "not all were put on");
  }

  private Outcome comment(Call call, Errand errand, String number) {
    if (errand.attempt() > 1) {
      var found = call.ask(requests.commentsSince(call, number, errand.writtenAt()));
      if (found.status() == 200 && marked(found, text(errand).commentMark()).isPresent()) {
        return new Outcome.Accepted(Receipt.of(NUMBER, number));
      }
    }
    var reply = call.ask(requests.comment(call, number, text(errand).comment()));
    return reply.status() == 201
        ? new Outcome.Accepted(Receipt.of(NUMBER, number))
        : unwelcome(call, reply);
  }

  private Outcome closed(Call call, String number) {
    var reply = call.ask(requests.close(call, number));
    return reply.status() == 200
        ? new Outcome.Accepted(Receipt.of(NUMBER, number))
        : unwelcome(call, reply);
  }

  private static Optional<JsonNode> marked(HttpReply found, String mark) {
    for (var one : JsonText.read(found.body())) {
      if (one.path("body").asText().lines().findFirst().orElse("").equals(mark)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static Outcome unwelcome(Call call, HttpReply reply) {
    var judged = call.unwelcome(reply);
    var why =
        switch (judged) {
          case Outcome.Later later -> later.why();
          case Outcome.Refused refused -> refused.why();
          case Outcome.Accepted _ -> "";
        };
    return GitHubLimit.wait(reply, call.now())
        .<Outcome>map(wait -> new Outcome.Later(Optional.of(wait), why, Receipt.NONE))
        .orElse(judged);
  }
}
