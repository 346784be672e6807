package dev.cartographer.escalation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cartographer.http.HttpEndpoint;
import dev.cartographer.http.HttpRequest;
import dev.cartographer.secret.SecretText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The requests of GitHub's REST API that are made of one repository. */
final class GitHubRequests {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Their clock and ours may differ. */
  private static final Duration LENIENT = Duration.ofMinutes(2);

  private final HttpEndpoint api;
  private final String issues;

  GitHubRequests(HttpEndpoint api, String repository) {
    this.api = api;
    this.issues = "/repos/" + repository + "/issues";
  }

  HttpRequest open(Call call, ObjectNode issue) {
    return request(call, "POST", issues, Optional.of(issue));
  }

  HttpRequest comment(Call call, String number, String text) {
    var comment = JsonText.object().put("body", text);
    return request(call, "POST", issues + "/" + number + "/comments", Optional.of(comment));
  }

  HttpRequest close(Call call, String number) {
    var closed = JsonText.object().put("state", "closed").put("state_reason", "completed");
    return request(call, "PATCH", issues + "/" + number, Optional.of(closed));
  }

  HttpRequest user(Call call) {
    return request(call, "GET", "/user", Optional.empty());
  }

  HttpRequest issuesSince(Call call, Optional<String> creator, Instant since) {
    var query = "?state=all&sort=created&direction=desc&per_page=30&since=" + lenient(since);
    var by = creator.map(login -> "&creator=" + encoded(login)).orElse("");
    return request(call, "GET", issues + query + by, Optional.empty());
  }

  HttpRequest commentsSince(Call call, String number, Instant since) {
    var query = "/comments?per_page=30&since=" + lenient(since);
    return request(call, "GET", issues + "/" + number + query, Optional.empty());
  }

  private static String lenient(Instant since) {
    return encoded(Instant.ofEpochSecond(since.minus(LENIENT).getEpochSecond()).toString());
  }

  private HttpRequest request(Call call, String method, String path, Optional<ObjectNode> body) {
    var headers =
        Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");
    return new HttpRequest(
        method,
        api.at(path),
        headers,
        call.authorization("Bearer"),
        body.<SecretText>map(JsonText::of),
        TIMEOUT);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
