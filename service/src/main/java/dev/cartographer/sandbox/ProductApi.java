package dev.cartographer.sandbox;

import dev.cartographer.secret.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** What the demo asks of the running Cartographer, as any client of its API would. */
final class ProductApi implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SandboxFiles files;
  private final Ports ports;
  private final HttpClient http = HttpClient.newHttpClient();

  ProductApi(SandboxFiles files, Ports ports) {
    this.files = files;
    this.ports = ports;
  }

  String server() {
    return "http://127.0.0.1:" + ports.http();
  }

  String metrics() {
    return "http://127.0.0.1:" + ports.management() + "/metrics";
  }

  /** Whether it says that it is ready. */
  boolean ready() {
    var health = "http://127.0.0.1:" + ports.management() + "/q/health/ready";
    try {
      var request = HttpRequest.newBuilder(URI.create(health)).timeout(Duration.ofSeconds(2));
      return send(request.GET()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /**
   * Enrols a fleet.
   *
   * @throws IOException when Cartographer can't be asked or refuses; the message says what it said
   */
  void enrol(SecretText document) throws IOException {
    var body = BodyPublishers.ofString(document.reveal());
    post("/api/v1/enrolments", body, 200, "enrol the fleet");
  }

  /** Has every token of a carrier renewed now. */
  void rotate(SandboxCarrier carrier) throws IOException {
    var path = "/api/v1/carriers/" + carrier.word() + "/rotations";
    post(path, BodyPublishers.noBody(), 202, "rotate " + carrier.word());
  }

  private void post(String path, HttpRequest.BodyPublisher body, int wanted, String what)
      throws IOException {
    var token = Files.readString(files.directory().resolve("api-token")).strip();
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(server() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(body));
    if (answer.statusCode() != wanted) {
      throw new IOException(
          "Cartographer would not " + what + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking Cartographer", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
