package dev.cartographer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.bench.StubCounts.Kind;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server that knows Secrets alone: reads, creates, and applies or merges a patch,
 * each under the resource version it names. What {@code kubectl} asks first, it answers too.
 */
final class StubApiServer implements Handler<HttpServerRequest> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEARER = "Bearer bench";
  private static final Pattern PATH =
      Pattern.compile("/api/v1/namespaces/([a-z0-9-]+)/secrets(?:/([a-z0-9-]+))?");

  private final StubSecrets secrets;
  private final StubCounts counts;

  StubApiServer(StubSecrets secrets, StubCounts counts) {
    this.secrets = secrets;
    this.counts = counts;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var asked = Optional.ofNullable(request.path()).orElse("");
    var path = PATH.matcher(asked);
    if (!BEARER.equals(request.getHeader("Authorization"))) {
      refuse(request, 401, "Unauthorized");
    } else if (!path.matches()) {
      discover(request, asked);
    } else {
      var namespace = path.group(1);
      var name = path.group(2);
      if (name != null && HttpMethod.GET.equals(request.method())) {
        read(request, new StubSecrets.Key(namespace, name));
      } else {
        request.bodyHandler(body -> write(request, namespace, name, body));
      }
    }
  }

  private void read(HttpServerRequest request, StubSecrets.Key key) {
    counts.count(Kind.READ);
    secrets
        .read(key)
        .ifPresentOrElse(
            secret -> StubAnswer.json(request, 200, secret.json(key)),
            () -> StubAnswer.json(request, 404, status(404, "NotFound", key.name())));
  }

  private void write(
      HttpServerRequest request, String namespace, @Nullable String name, Buffer body) {
    try {
      var manifest = JSON.readTree(body.getBytes());
      var creation = name == null;
      var key =
          new StubSecrets.Key(
              namespace, name == null ? manifest.at("/metadata/name").asText() : name);
      if (secrets.write(key, manifest, creation)) {
        counts.count(Kind.WRITTEN);
        secrets
            .read(key)
            .ifPresent(secret -> StubAnswer.json(request, creation ? 201 : 200, secret.json(key)));
      } else {
        counts.count(Kind.CONFLICT);
        StubAnswer.json(request, 409, status(409, "Conflict", key.name()));
      }
    } catch (IOException e) {
      refuse(request, 400, "BadRequest");
    }
  }

  private void discover(HttpServerRequest request, String path) {
    switch (path) {
      case "/api" ->
          StubAnswer.json(request, 200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}");
      case "/apis" ->
          StubAnswer.json(
              request, 200, "{\"kind\":\"APIGroupList\",\"apiVersion\":\"v1\",\"groups\":[]}");
      case "/api/v1" ->
          StubAnswer.json(
              request,
              200,
              """
              {"kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"secrets",\
              "singularName":"","namespaced":true,"kind":"Secret",\
              "verbs":["create","get","patch","update"]}]}\
              """);
      default -> refuse(request, 404, "NotFound");
    }
  }

  private void refuse(HttpServerRequest request, int status, String reason) {
    counts.count(Kind.REFUSED);
    StubAnswer.json(request, status, status(status, reason, ""));
  }

  private static String status(int code, String reason, String name) {
    return """
    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
    "message":"secrets \\"%s\\": %s","reason":"%s","details":{"name":"%s","kind":"secrets"},\
    "code":%d}\
    """
        .formatted(name, reason, reason, name, code);
  }
}
