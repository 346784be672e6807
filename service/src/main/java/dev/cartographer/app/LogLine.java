package dev.cartographer.app;

import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.limit.Gates.Place;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger.Level;

/**
 * One line of the log: a sentence, and apart from it what the sentence is about. Whatever text goes
 * in, it stays one line. Docs: {@code docs/logs.md}.
 *
 * @param bug where a bug of ours came up, if the line is about one
 */
record LogLine(Level level, String sentence, Map<Field, String> fields, Optional<Throwable> bug) {

  /** What a line can be about. */
  enum Field {
    /** Cluster and signal, such as {@code acme-payments/logs}. */
    BINDING,
    CARRIER,
    REGION,
    /** Whom the failure is laid to. */
    DEPENDENCY,
    /** The kind of failure, as in metrics. */
    FAULT,
    /** Its reference. */
    CODE,
    /** When the token ends that the binding holds. */
    VALID_UNTIL,
    /** How many bindings a summary is about. */
    COUNT,
    /** When the first of them holds no valid token any more. */
    FIRST_DARK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  LogLine {
    sentence = inOneLine(sentence);
    fields = Collections.unmodifiableMap(fields);
  }

  static LogLine info(String sentence) {
    return of(Level.INFO, sentence);
  }

  static LogLine warning(String sentence) {
    return of(Level.WARN, sentence);
  }

  static LogLine error(String sentence) {
    return of(Level.ERROR, sentence);
  }

  private static LogLine of(Level level, String sentence) {
    return new LogLine(level, sentence, Map.of(), Optional.empty());
  }

  LogLine about(Binding binding) {
    var carrier = binding.cluster().carrier();
    return with(Field.BINDING, binding.toString())
        .with(Field.CARRIER, carrier.name().toString())
        .with(Field.REGION, carrier.region().toString());
  }

  LogLine about(Place place) {
    return with(Field.REGION, place.region().toString())
        .with(Field.DEPENDENCY, place.dependency().word());
  }

  LogLine about(Fault fault) {
    return about(fault.kind()).with(Field.DEPENDENCY, Changes.laidTo(fault).word());
  }

  LogLine about(FaultKind kind) {
    return with(Field.FAULT, kind.word()).with(Field.CODE, kind.code());
  }

  LogLine with(Field field, Instant time) {
    return with(field, time.toString());
  }

  LogLine with(Field field, String value) {
    var more = new EnumMap<Field, String>(Field.class);
    more.putAll(fields);
    more.put(field, inOneLine(value));
    return new LogLine(level, sentence, more, bug);
  }

  LogLine with(RuntimeException cause) {
    return new LogLine(level, sentence, fields, Optional.of(cause));
  }

  /** Without what ends a line, steers a terminal, or is not a character. */
  private static String inOneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]", " ");
  }
}
