package dev.cartographer.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Asks a server on this machine, over HTTP. */
final class Caller implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  record Answer(int status, HttpHeaders headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }

    String text(String member) {
      return json().path(member).asText();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  /** Posts a form; {@code parameters} are names and values by turns. */
  Answer form(URI uri, String authorization, String... parameters) throws Exception {
    var pairs = new ArrayList<String>();
    for (int i = 0; i < parameters.length; i += 2) {
      pairs.add(encoded(parameters[i]) + "=" + encoded(parameters[i + 1]));
    }
    return post(uri, authorization, "application/x-www-form-urlencoded", String.join("&", pairs));
  }

  Answer post(URI uri, String authorization, String type, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  Answer get(URI uri) throws Exception {
    return send(HttpRequest.newBuilder(uri).GET());
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.headers(), answer.body());
  }

  HttpClient http() {
    return http;
  }

  static String basic(String id, String secret) {
    var pair = encoded(id) + ":" + encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Lines of a cluster with these sequence numbers. */
  static String lines(String cluster, List<Integer> sequences) {
    return String.join(
        "\n",
        sequences.stream()
            .map(n -> "{\"cluster\":\"%s\",\"sequence\":%d,\"line\":\"x\"}".formatted(cluster, n))
            .toList());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
