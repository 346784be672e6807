package dev.cartographer.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.bench.StubCounts.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The {@link Stubs}, seen from the benchmark. */
final class StubProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_API_SERVER = 4;

  private final Child child;
  private final List<Integer> ports;
  private final Web web;

  private StubProcess(Child child, List<Integer> ports, Web web) {
    this.child = child;
    this.ports = ports;
    this.web = web;
  }

  /**
   * Starts them and waits until they listen.
   *
   * @param lifetime of every token
   */
  static StubProcess start(int apiServers, Duration lifetime, Path log, Web web, Waiting waiting)
      throws IOException {
    var ports = FreePorts.take(FIRST_API_SERVER + apiServers);
    var arguments = new ArrayList<String>();
    arguments.add(Integer.toString(apiServers));
    arguments.add(Long.toString(lifetime.toSeconds()));
    arguments.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
    ports.forEach(port -> arguments.add(Integer.toString(port)));
    var child = Child.start(Child.java(Stubs.class, arguments.toArray(String[]::new)), log);
    waiting.until("the stubs listen", child, () -> child.said().contains("ready"));
    return new StubProcess(child, ports, web);
  }

  String iam() {
    return at(1) + "/token";
  }

  String logging() {
    return at(2) + "/token";
  }

  String metrics() {
    return at(3) + "/token";
  }

  /** The addresses of all API servers. */
  List<String> apiServers() {
    return IntStream.range(FIRST_API_SERVER, ports.size()).mapToObj(this::at).toList();
  }

  private String at(int index) {
    return "http://127.0.0.1:" + ports.get(index);
  }

  Map<Kind, Long> counts() {
    return control("/counts");
  }

  long pid() {
    return child.pid();
  }

  /** Sets the mood of one stub: {@code iam}, {@code logging}, {@code metrics}, {@code api-N}. */
  void be(String place, Mood mood) {
    control("/be?place=" + place + "&mood=" + mood.word());
  }

  private Map<Kind, Long> control(String path) {
    try {
      return JSON.readValue(web.get(at(0) + path).body(), new TypeReference<Map<Kind, Long>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the stubs answer with JSON", e);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
