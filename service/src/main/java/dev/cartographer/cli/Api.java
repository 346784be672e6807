package dev.cartographer.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.secret.SecretText;
import dev.cartographer.view.Json;
import dev.cartographer.view.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server's API, from the client's side. On {@code HttpURLConnection}, since a command answers
 * within half a second and the newer client takes half of that to load.
 */
final class Api {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 60_000;
  private static final ObjectMapper JSON = Json.mapper();

  private final URI server;
  private final SecretText token;

  Api(URI server, SecretText token) {
    this.server = server;
    this.token = token;
  }

  /**
   * What a GET answers.
   *
   * @param query without empty values
   * @throws ApiFailure when the server can't be reached or says no
   */
  <T> T get(String path, Map<String, String> query, TypeReference<T> type) {
    return call("GET", path + query(query), new byte[0], type);
  }

  /**
   * What a POST answers.
   *
   * @throws ApiFailure when the server can't be reached or says no
   */
  <T> T post(String path, Map<String, String> query, byte[] json, TypeReference<T> type) {
    return call("POST", path + query(query), json, type);
  }

  private <T> T call(String method, String path, byte[] body, TypeReference<T> type) {
    try {
      var connection = open(method, path);
      if (body.length > 0) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(body.length);
        try (var out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      var status = connection.getResponseCode();
      if (status >= 400) {
        throw refused(status, connection.getErrorStream());
      }
      try (var answer = connection.getInputStream()) {
        return JSON.readValue(answer, type);
      }
    } catch (IOException e) {
      throw new ApiFailure.Unreachable(server, e);
    }
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    var connection = (HttpURLConnection) URI.create(server + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Authorization", "Bearer " + token.reveal());
    connection.setRequestProperty("Accept", "application/json");
    return connection;
  }

  private static ApiFailure refused(int status, @Nullable InputStream body) throws IOException {
    if (body == null) {
      return new ApiFailure.Odd(status);
    }
    try (body) {
      return new ApiFailure.Refused(JSON.readValue(body, Problem.class));
    } catch (JacksonException notOurs) {
      return new ApiFailure.Odd(status);
    }
  }

  private static String query(Map<String, String> query) {
    if (query.isEmpty()) {
      return "";
    }
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }
}
