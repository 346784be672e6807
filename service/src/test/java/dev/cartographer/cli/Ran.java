package dev.cartographer.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** What one command said and ended with, at 03:12 UTC on 23 November 2026. */
record Ran(int code, String out, String err) {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T03:12:00Z"), ZoneOffset.UTC);

  /** Runs a command against this server, whose token it knows, with no terminal in sight. */
  static Ran of(FleetServer server, String... command) {
    return of(server.environment(), OptionalInt.empty(), command);
  }

  /** Runs a command on a terminal of this width, without colour. */
  static Ran wide(FleetServer server, int columns, String... command) {
    var environment = new HashMap<>(server.environment());
    environment.put("NO_COLOR", "1");
    return of(environment, OptionalInt.of(columns), command);
  }

  static Ran of(Map<String, String> environment, OptionalInt columns, String... command) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var live = columns.isPresent();
    var session = new Session(environment, stream(out), stream(err), CLOCK, columns, live);
    var code = Cartographer.run(session, command);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
