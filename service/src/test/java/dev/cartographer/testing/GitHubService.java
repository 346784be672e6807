package dev.cartographer.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.testing.Receiver.Asked;
import dev.cartographer.testing.Receiver.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The issues of one repository at GitHub, below {@code /api/v3} as at an Enterprise Server. */
public final class GitHubService implements AutoCloseable {
  private static final Pattern ISSUE =
      Pattern.compile("/api/v3/repos/armada/api/issues/(\\d+)(/comments)?");
  private static final int LONGEST_BODY = 65_536;

  /** Its secondary limit, which names no time. */
  public static final Reply SECONDARY_LIMIT =
      Reply.json(
          403,
          "{\"message\":\"You have exceeded a secondary rate limit. Please wait a few minutes before"
              + " you try again.\",\"documentation_url\":\"https://docs.github.com/rest\"}");

  private final Receiver receiver = new Receiver(this::answer);
  private final String token;
  private final List<ObjectNode> issues = new ArrayList<>();
  private final Map<Integer, List<ObjectNode>> comments = new TreeMap<>();
  private volatile boolean takesLabels = true;

  public GitHubService(String token) {
    this.token = token;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** From now on the token may not put labels on issues, and GitHub says so by 403. */
  public void refuseLabels() {
    takesLabels = false;
  }

  public synchronized List<ObjectNode> issues() {
    return List.copyOf(issues);
  }

  public synchronized List<String> comments(int number) {
    return comments.getOrDefault(number, List.of()).stream()
        .map(comment -> comment.path("body").asText())
        .toList();
  }

  private synchronized Reply answer(Asked asked) {
    if (!asked.header("Authorization").equals("Bearer " + token)) {
      return problem(401, "Bad credentials");
    }
    if (!asked.header("Accept").equals("application/vnd.github+json")
        || asked.header("User-Agent").isEmpty()) {
      return problem(403, "Request forbidden by administrative rules.");
    }
    if (asked.path().equals("/api/v3/user")) {
      return Reply.json(200, "{\"login\":\"cartographer-bot\"}");
    }
    if (asked.path().equals("/api/v3/repos/armada/api/issues")) {
      return asked.method().equals("GET") ? listed(asked) : created(asked);
    }
    var issue = ISSUE.matcher(asked.path());
    return issue.matches()
        ? one(asked, Integer.parseInt(issue.group(1)), issue.group(2) != null)
        : problem(404, "Not Found");
  }

  private Reply listed(Asked asked) {
    if (!asked.target().contains("creator=cartographer-bot")
        || !asked.target().contains("state=all")) {
      throw new IllegalStateException("somebody else's issues are looked at: " + asked.target());
    }
    return Reply.json(200, array(issues.reversed()).toString());
  }

  private Reply created(Asked asked) {
    var wanted = asked.json();
    if (wanted.path("title").asText().isEmpty()
        || wanted.path("title").asText().length() > 256
        || wanted.path("body").asText().length() > LONGEST_BODY) {
      return problem(422, "Validation Failed");
    }
    if (wanted.has("labels") && !takesLabels) {
      return problem(403, "You don't have permission to create labels on this repository.");
    }
    var issue = JsonNodeFactory.instance.objectNode().put("number", issues.size() + 1);
    issue.put("html_url", "https://git.example/armada/api/issues/" + (issues.size() + 1));
    issue.put("state", "open");
    issue.set("title", wanted.path("title"));
    issue.set("body", wanted.path("body"));
    var labels = issue.putArray("labels");
    wanted.path("labels").forEach(label -> labels.addObject().set("name", label));
    issues.add(issue);
    return Reply.json(201, issue.toString());
  }

  private Reply one(Asked asked, int number, boolean ofComments) {
    if (number < 1 || number > issues.size()) {
      return problem(404, "Not Found");
    }
    if (!ofComments) {
      var issue = issues.get(number - 1);
      issue.setAll((ObjectNode) asked.json());
      return Reply.json(200, issue.toString());
    }
    var those = comments.computeIfAbsent(number, _ -> new ArrayList<>());
    if (asked.method().equals("GET")) {
      return Reply.json(200, array(those).toString());
    }
    if (asked.json().path("body").asText().length() > LONGEST_BODY) {
      return problem(422, "Validation Failed");
    }
    those.add((ObjectNode) asked.json());
    return Reply.json(201, "{\"id\":" + those.size() + "}");
  }

  private static ArrayNode array(List<ObjectNode> objects) {
    var array = JsonNodeFactory.instance.arrayNode();
    objects.forEach(array::add);
    return array;
  }

  private static Reply problem(int status, String message) {
    return Reply.json(
        status,
        "{\"message\":\"" + message + "\",\"documentation_url\":\"https://docs.github.com/rest\"}");
  }

  @Override
  public void close() {
    receiver.close();
  }
}
