package dev.cartographer.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cartographer.fleet.FleetFile;
import dev.cartographer.view.BindingView;
import dev.cartographer.view.CarrierRunway;
import dev.cartographer.view.CarrierView;
import dev.cartographer.view.CieRequest;
import dev.cartographer.view.CieResult;
import dev.cartographer.view.CieView;
import dev.cartographer.view.ClusterView;
import dev.cartographer.view.EnrolmentResult;
import dev.cartographer.view.IrrevocableView;
import dev.cartographer.view.Json;
import dev.cartographer.view.Page;
import dev.cartographer.view.Problem;
import dev.cartographer.view.RemovalRequest;
import dev.cartographer.view.RotationRequest;
import dev.cartographer.view.VerdictView;
import dev.cartographer.view.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A small Cartographer on the loopback interface: it pages, knows its token and enrols. */
final class FleetServer implements AutoCloseable {
  private static final int MOST = 1 << 20;
  private static final String TOKEN = "right-token";

  final List<CarrierView> carriers = new ArrayList<>();
  final List<CarrierRunway> runways = new ArrayList<>();
  final List<ClusterView> clusters = new ArrayList<>();
  final List<BindingView> bindings = new ArrayList<>();
  final List<IrrevocableView> irrevocables = new ArrayList<>();
  final Map<String, Why> whys = new HashMap<>();
  final List<VerdictView> verdicts = new ArrayList<>();
  final List<CieView> cies = new ArrayList<>();
  final List<CieRequest> told = new ArrayList<>();
  final Set<String> enrolled = new HashSet<>();
  final List<String> requests = new ArrayList<>();

  /** How many items a page holds at most, whatever is asked for. */
  int pageSize = 500;

  /** The status with which everything is answered, when above 0, and the body of that answer. */
  int refusal;

  String refusalBody = "";

  /** After so many enrolments the server refuses. */
  int enrolmentsTaken = Integer.MAX_VALUE;

  private final JsonMapper json = Json.mapper();
  private final HttpServer server;

  FleetServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Map<String, String> environment() {
    return Map.of("CARTOGRAPHER_SERVER", address(), "CARTOGRAPHER_TOKEN", TOKEN);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      var path = exchange.getRequestURI().getPath();
      if (refusal > 0) {
        exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
        answer(exchange, refusal, refusalBody.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } else if (!("Bearer " + TOKEN)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        problem(exchange, 401, "The token was refused", "CTG-4001", "Use the file api-token");
      } else if (exchange.getRequestMethod().equals("POST")) {
        change(exchange, path);
      } else if (exchange.getRequestMethod().equals("DELETE")) {
        remove(exchange, path.substring(path.lastIndexOf('/') + 1));
      } else {
        read(exchange, path, query(exchange));
      }
    }
  }

  private void read(HttpExchange exchange, String path, Map<String, String> query)
      throws IOException {
    switch (path) {
      case "/api/v1/carriers" -> page(exchange, carriers, query);
      case "/api/v1/cies" -> page(exchange, cies, query);
      case "/api/v1/clusters" -> page(exchange, clusters, query);
      case "/api/v1/irrevocables" -> page(exchange, irrevocables, query);
      case "/api/v1/runways" ->
          page(exchange, runways.stream().flatMap(r -> r.dependencies().stream()).toList(), query);
      case "/api/v1/bindings" ->
          page(
              exchange,
              bindings.stream()
                  .filter(b -> query.getOrDefault("state", b.state()).equals(b.state()))
                  .filter(b -> query.getOrDefault("cluster", b.cluster()).equals(b.cluster()))
                  .toList(),
              query);
      default -> {
        var parts = path.split("/");
        if (parts[3].equals("carriers")) {
          runway(exchange, parts[4]);
        } else {
          one(exchange, parts);
        }
      }
    }
  }

  private void runway(HttpExchange exchange, String carrier) throws IOException {
    var runway = runways.stream().filter(r -> r.carrier().equals(carrier)).findFirst();
    if (runway.isPresent()) {
      answer(exchange, 200, json.writeValueAsBytes(runway.get()));
    } else {
      problem(exchange, 404, "No carrier is called " + carrier, "CTG-4004", null);
    }
  }

  private void one(HttpExchange exchange, String[] path) throws IOException {
    var cluster = clusters.stream().filter(c -> c.name().equals(path[4])).findFirst();
    if (path.length == 6 && whys.containsKey(path[4])) {
      answer(exchange, 200, json.writeValueAsBytes(whys.get(path[4])));
    } else if (path.length == 5 && cluster.isPresent()) {
      answer(exchange, 200, json.writeValueAsBytes(cluster.get()));
    } else {
      problem(exchange, 404, "No cluster is called " + path[4], "CTG-4004", null);
    }
  }

  private <T> void page(HttpExchange exchange, List<T> all, Map<String, String> query)
      throws IOException {
    var from = Integer.parseInt(query.getOrDefault("cursor", "0"));
    var size = Math.min(pageSize, Integer.parseInt(query.getOrDefault("limit", "100")));
    var to = Math.min(all.size(), from + size);
    var next = to < all.size() ? Integer.toString(to) : null;
    answer(exchange, 200, json.writeValueAsBytes(new Page<>(all.subList(from, to), next)));
  }

  private void change(HttpExchange exchange, String path) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    if (path.equals("/api/v1/verdicts")) {
      verdict(exchange, query(exchange).getOrDefault("carrier", ""));
    } else if (path.equals("/api/v1/cies")) {
      cie(exchange, json.readValue(body, CieRequest.class));
    } else if (!path.equals("/api/v1/enrolments")) {
      answer(exchange, 202, json.writeValueAsBytes(new RotationRequest(2)));
    } else if (body.length > MOST) {
      problem(exchange, 413, "The request is longer than 1 MiB", "CTG-4000", null);
    } else if (enrolmentsTaken-- <= 0) {
      problem(exchange, 409, "Somebody else enrols now", "CTG-4009", "Try again");
    } else {
      var result = enrol(body, query(exchange).containsKey("dryRun"));
      answer(exchange, 200, json.writeValueAsBytes(result));
    }
  }

  private void remove(HttpExchange exchange, String cluster) throws IOException {
    var left = query(exchange).containsKey("leave");
    var removal = new RemovalRequest(cluster, left, left ? 0 : 2);
    answer(exchange, 202, json.writeValueAsBytes(removal));
  }

  private void verdict(HttpExchange exchange, String carrier) throws IOException {
    var verdict = verdicts.stream().filter(v -> v.carrier().equals(carrier)).findFirst();
    if (verdict.isPresent()) {
      answer(exchange, 200, json.writeValueAsBytes(verdict.get()));
    } else {
      problem(exchange, 404, "There is no such carrier", "CTG-4004", null);
    }
  }

  private void cie(HttpExchange exchange, CieRequest asked) throws IOException {
    told.add(asked);
    var result = "open".equals(asked.state()) ? new CieResult(1, 0) : new CieResult(0, cies.size());
    answer(exchange, 200, json.writeValueAsBytes(result));
  }

  private EnrolmentResult enrol(byte[] body, boolean dryRun) throws IOException {
    var names =
        FleetFile.parse(new java.io.ByteArrayInputStream(body)).enrolments().stream()
            .map(e -> e.name().text())
            .toList();
    var fresh = names.stream().filter(name -> !enrolled.contains(name)).toList();
    if (!dryRun) {
      enrolled.addAll(fresh);
    }
    var changes = fresh.stream().map(name -> "created " + name).toList();
    return new EnrolmentResult(
        dryRun, fresh.size(), 0, names.size() - fresh.size(), List.copyOf(changes));
  }

  private void problem(
      HttpExchange exchange, int status, String title, String code, @Nullable String remedy)
      throws IOException {
    var problem = new Problem("about:blank", title, status, "", code, "7QK2-M9", remedy);
    answer(exchange, status, json.writeValueAsBytes(problem));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var query = new HashMap<String, String>();
    var text = exchange.getRequestURI().getQuery();
    for (var pair : text == null ? new String[0] : text.split("&")) {
      query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return query;
  }

  /** Fills in a fleet with one of everything. */
  FleetServer withFleet() {
    var fleet = new SomeViews();
    carriers.addAll(fleet.carriers());
    runways.addAll(fleet.runways());
    bindings.addAll(fleet.bindings());
    clusters.addAll(fleet.clusters());
    whys.put("acme-payments", fleet.whyBroken());
    whys.put("zeta-web", fleet.whyWell());
    return this;
  }

  /** Adds valid bindings of clusters with numbers for names. */
  FleetServer withBindings(int count) {
    var one = new SomeViews().bindings().getFirst();
    IntStream.range(0, count)
        .forEach(i ->
            bindings.add(
                new BindingView(
                    "n" + i,
                    one.tenant(),
                    one.carrier(),
                    one.region(),
                    "logs",
                    "valid",
                    1,
                    one.issuedAt(),
                    one.expiresAt(),
                    one.fingerprint(),
                    one.nextAt(),
                    null)));
    return this;
  }
}
