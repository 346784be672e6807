package dev.cartographer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cartographer.app.LogLine.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  private static final String HOSTILE = "a\rb\nc\u001b[31md\u2028e\u2029f\u202eg\u0085h\u0000i";

  private final Logger logger = Logger.getLogger("cartographer.rotation");
  private final List<ExtLogRecord> written = new ArrayList<>();
  private final ExtHandler kept =
      new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord line) {
          line.copyMdc();
          written.add(line);
        }
      };

  @BeforeEach
  void listen() {
    logger.addHandler(kept);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(kept);
  }

  @Test
  void whatALineIsAboutStandsBesideTheSentence() throws IOException {
    new LogWriter()
        .accept(
            LogLine.warning("100 % of %s failed")
                .with(Field.REGION, "us-south")
                .with(Field.CODE, "CTG-1106"));

    var json = new ObjectMapper().readTree(json());
    assertThat(json.get("message").asText()).isEqualTo("100 % of %s failed");
    assertThat(json.get("level").asText()).isEqualTo("WARN");
    assertThat(json.get("mdc").toString())
        .isEqualTo("{\"region\":\"us-south\",\"code\":\"CTG-1106\"}");
  }

  @Test
  void theNextLineIsAboutNothingOfTheOneBefore() {
    new LogWriter().accept(LogLine.info("first").with(Field.REGION, "us-south"));
    new LogWriter().accept(LogLine.info("second"));

    assertThat(written.getLast().getMdcCopy()).isEmpty();
  }

  @Test
  void hostileTextStaysOneLine() throws IOException {
    new LogWriter().accept(LogLine.error(HOSTILE).with(Field.BINDING, HOSTILE));

    var text = new PatternFormatter("%s").format(written.getLast());
    assertThat(text).isEqualTo("a b c [31md e f g h i");
    assertThat(json().strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void aBugsTraceIsInTheSameJsonLine() {
    new LogWriter()
        .accept(LogLine.error("a bug").with(new IllegalStateException("one\ntwo\u001b[2J")));

    assertThat(json().strip()).contains("IllegalStateException").doesNotContainPattern("[\\p{Cc}]");
  }

  private String json() {
    var formatter = new JsonFormatter();
    formatter.setRecordDelimiter("\n");
    return formatter.format(written.getLast());
  }
}
