package dev.cartographer.app;

import dev.cartographer.app.LogLine.Field;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Writes lines to the log, with what they are about beside the sentence. */
final class LogWriter implements Consumer<LogLine> {
  private static final Logger LOG = Logger.getLogger("cartographer.rotation");

  @Override
  public void accept(LogLine line) {
    try {
      line.fields().forEach((field, value) -> MDC.put(field.word(), value));
      LOG.log(line.level(), line.sentence(), line.bug().orElse(null));
    } finally {
      for (var field : Field.values()) {
        MDC.remove(field.word());
      }
    }
  }
}
