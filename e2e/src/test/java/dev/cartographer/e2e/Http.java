package dev.cartographer.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON over HTTP, asked one at a time. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client;

  Http(HttpClient client) {
    this.client = client;
  }

  Http() {
    this(HttpClient.newHttpClient());
  }

  /**
   * An answer.
   *
   * @param body a missing node when it is not JSON
   */
  record Answer(int status, JsonNode body) {
    /**
     * The body.
     *
     * @throws AssertionError when the status is not 2xx
     */
    JsonNode good() {
      if (status / 100 != 2) {
        throw new AssertionError("status " + status + ": " + body);
      }
      return body;
    }
  }

  HttpClient client() {
    return client;
  }

  Answer get(URI uri, String bearer) {
    return send(request(uri, bearer).GET());
  }

  Answer send(String method, URI uri, String bearer, JsonNode body) {
    return send(
        request(uri, bearer)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString())));
  }

  /** Sends a text of YAML, which a Kubernetes API server takes as it takes JSON. */
  Answer postYaml(URI uri, String bearer, String yaml) {
    return send(
        request(uri, bearer)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml)));
  }

  Answer delete(URI uri, String bearer) {
    return send(request(uri, bearer).DELETE());
  }

  Answer postForm(URI uri, Map<String, String> form) {
    var body =
        form.entrySet().stream()
            .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** What is there, as text. */
  String text(URI uri) {
    try {
      return client.send(request(uri, "").build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  /** The status, or nothing when nobody answers. */
  Optional<Integer> status(URI uri, String bearer) {
    try {
      return Optional.of(get(uri, bearer).status());
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static HttpRequest.Builder request(URI uri, String bearer) {
    var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
    return bearer.isEmpty() ? request : request.header("Authorization", "Bearer " + bearer);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), json(answer.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
