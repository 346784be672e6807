package dev.cartographer.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An agent of a cluster that asks for its token.
 *
 * @param product where the API is
 * @param workload the token by which it proves whose agent it is; empty for none
 */
record Agent(URI product, String workload) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** What it was answered. */
  record Told(int status, HttpResponse<String> response) {
    JsonNode json() {
      return Http.json(response.body());
    }

    String tag() {
      return response.headers().firstValue("ETag").orElse("");
    }

    String token() {
      return json().path("token").asText();
    }

    long generation() {
      return json().path("generation").asLong();
    }
  }

  Told ask(String signal, String... headers) {
    return asking(signal, headers).join();
  }

  /** Asks and does not wait for the answer. */
  CompletableFuture<Told> asking(String signal, String... headers) {
    return CLIENT
        .sendAsync(request("/api/v1/agent/tokens/" + signal, headers), BodyHandlers.ofString())
        .thenApply(response -> new Told(response.statusCode(), response));
  }

  /** Says that it uses a token. */
  Told report(String signal, long generation, String fingerprint) {
    var body =
        Http.JSON
            .createObjectNode()
            .put("generation", generation)
            .put("fingerprint", fingerprint)
            .toString();
    var request =
        HttpRequest.newBuilder(
                request("/api/v1/agent/tokens/" + signal + "/pickup"), (_, _) -> true)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return CLIENT
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(response -> new Told(response.statusCode(), response))
        .join();
  }

  /** Gets what is at a path, whatever it is. */
  Told at(String path) {
    try {
      var response = CLIENT.send(request(path), BodyHandlers.ofString());
      return new Told(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while asking for a token", e);
    }
  }

  private HttpRequest request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(product + path)).timeout(PATIENCE);
    if (!workload.isEmpty()) {
      request.header("Authorization", "Bearer " + workload);
    }
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }
}
