package dev.cartographer.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 strictly: a byte that is no UTF-8 and a character that no text should hold end the
 * reading, with the place where they stand. A byte order mark at the beginning is skipped.
 */
final class FleetText extends Reader {
  private final InputStream in;
  private final FleetProblems problems;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(16_384).flip();
  private boolean atEnd;
  private boolean begun;
  private char before;
  private int line = 1;
  private int column = 1;

  FleetText(InputStream in, FleetProblems problems) {
    this.in = in;
    this.problems = problems;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    var chars = CharBuffer.wrap(buffer, offset, length).slice();
    while (chars.hasRemaining() && chars.position() == 0) {
      var result = decoder.decode(bytes, chars, atEnd);
      begin(chars);
      check(chars);
      if (result.isError()) {
        throw problems.last(
            place(), "this is not UTF-8 text, which a fleet file is; save it as UTF-8");
      }
      if (result.equals(CoderResult.UNDERFLOW) && chars.position() == 0 && !refill()) {
        return -1;
      }
    }
    return chars.position();
  }

  /** Reads more bytes; false when there were none left before either. */
  private boolean refill() throws IOException {
    if (atEnd) {
      return false;
    }
    bytes.compact();
    var count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    atEnd = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
    return true;
  }

  private void begin(CharBuffer chars) {
    if (!begun && chars.position() > 0) {
      begun = true;
      if (chars.get(0) == '\uFEFF') {
        var rest = chars.duplicate().flip().position(1);
        chars.clear();
        chars.put(rest.toString());
      }
    }
  }

  private void check(CharBuffer chars) {
    for (var i = 0; i < chars.position(); i++) {
      var c = chars.get(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t') {
        throw problems.last(
            place(), "a control character (U+%04X) stands here; remove it".formatted((int) c));
      }
      if (c == '\r' || (c == '\n' && before != '\r')) {
        line++;
        column = 1;
      } else if (c != '\n' && !Character.isLowSurrogate(c)) {
        column++;
      }
      before = c;
    }
  }

  private Place place() {
    return new Place(line, column);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
