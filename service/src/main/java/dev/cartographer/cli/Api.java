package dev.cartographer.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cartographer.secret.SecretText;
import dev.cartographer.view.Json;
import dev.cartographer.view.Page;
import dev.cartographer.view.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP API. It stands on {@link HttpURLConnection} rather than {@code
 * java.net.http}, which loads several hundred classes more and starts threads for one request.
 */
final class Api {
  private static final int LONGEST_ANSWER = 64 << 20;

  private final URI server;
  private final SecretText token;
  private final Duration timeout;
  private final JsonMapper json = Json.mapper();

  Api(URI server, SecretText token, Duration timeout) {
    this.server = server;
    this.token = token;
    this.timeout = timeout;
    // A POST whose answer was lost is not sent twice behind our back.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  <T> T get(String path, Class<T> type) {
    return parsed(answer("GET", path, null), bytes -> json.readValue(bytes, type));
  }

  <T> Page<T> page(String path, Map<String, String> query, Class<T> item) {
    JavaType type = json.getTypeFactory().constructParametricType(Page.class, item);
    return parsed(answer("GET", path + query(query), null), bytes -> json.readValue(bytes, type));
  }

  <T> T post(String path, Map<String, String> query, byte[] body, Class<T> type) {
    return parsed(answer("POST", path + query(query), body), bytes -> json.readValue(bytes, type));
  }

  <T> T delete(String path, Map<String, String> query, Class<T> type) {
    var answer = answer("DELETE", path + query(query), null);
    return parsed(answer, bytes -> json.readValue(bytes, type));
  }

  /** One segment of a path or one value of a query, escaped. */
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String query(Map<String, String> query) {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(e -> escaped(e.getKey()) + "=" + escaped(e.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private byte[] answer(String method, String path, byte @Nullable [] body) {
    try {
      var connection = connection(method, path);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body);
      }
      var status = connection.getResponseCode();
      if (status / 100 != 2) {
        throw refusal(status, connection);
      }
      try (var in = connection.getInputStream()) {
        return bounded(in);
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpURLConnection connection(String method, String path) throws IOException {
    var base = server.toString().replaceFirst("/+$", "");
    var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) Math.min(5000, timeout.toMillis()));
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setRequestProperty("Accept", "application/json, application/problem+json");
    connection.setRequestProperty("Authorization", "Bearer " + token.reveal());
    return connection;
  }

  private <T> T parsed(byte[] bytes, Reading<T> reading) {
    try {
      return reading.of(bytes);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.ERROR,
          server + " answered with something that is not Cartographer's · Check --server");
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    var bytes = in.readNBytes(LONGEST_ANSWER + 1);
    if (bytes.length > LONGEST_ANSWER) {
      throw new Failure(ExitCode.ERROR, "the server's answer is longer than 64 MiB");
    }
    return bytes;
  }

  private Failure refusal(int status, HttpURLConnection connection) throws IOException {
    var sentence =
        problem(connection)
            .map(Api::sentence)
            .orElse(
                "%s answered with status %d, which is not Cartographer's way · Check --server"
                    .formatted(server, status));
    return new Failure(ExitCode.of(status), sentence);
  }

  private Optional<Problem> problem(HttpURLConnection connection) throws IOException {
    var in = connection.getErrorStream();
    if (in == null) {
      return Optional.empty();
    }
    try (in) {
      return Optional.ofNullable(json.readValue(bounded(in), Problem.class))
          .filter(p -> p.title() != null);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** What happened, why, what to do, and the reference, as far as the server said. */
  private static String sentence(Problem problem) {
    var reference =
        Stream.of(problem.code(), problem.reference())
            .filter(s -> s != null && !s.isBlank())
            .collect(Collectors.joining(" "));
    return Stream.of(problem.title(), problem.detail(), problem.remedy(), reference)
        .filter(s -> s != null && !s.isBlank())
        .collect(Collectors.joining(" · "));
  }

  private Failure unreachable(IOException cause) {
    if (cause instanceof SocketTimeoutException
        && !"Connect timed out".equals(cause.getMessage())) {
      return new Failure(
          ExitCode.TIMED_OUT,
          "%s did not answer within %d s · Try again, or wait longer with --timeout"
              .formatted(server, timeout.toSeconds()));
    }
    var why =
        cause instanceof UnknownHostException
            ? "no such host"
            : Optional.ofNullable(cause.getMessage()).orElse("no reason given");
    return new Failure(
        ExitCode.ERROR,
        "Cartographer can't be reached at %s (%s) · Start it with: cartographer serve, or name"
                .formatted(server, why)
            + " another with --server");
  }

  /** Makes a value of the bytes of an answer. */
  private interface Reading<T> {
    T of(byte[] bytes) throws IOException;
  }
}
