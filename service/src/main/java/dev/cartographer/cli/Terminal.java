package dev.cartographer.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command speaks: data to {@code out}, talk to {@code err}.
 *
 * @param interactive whether a person watches, so that progress is worth drawing
 * @param clock tells what "in 47 min" is relative to
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    Map<String, String> environment,
    Clock clock) {

  void say(String line) {
    out.println(Safe.line(line));
  }

  void talk(String line) {
    err.println(Safe.line(line));
    err.flush();
  }
}
