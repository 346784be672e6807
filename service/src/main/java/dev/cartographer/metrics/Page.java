package dev.cartographer.metrics;

import java.util.Arrays;

/** The text of one exposition while it is written. */
final class Page {
  private final Format format;
  private byte[] bytes = new byte[1 << 16];
  private int length;

  Page(Format format) {
    this.format = format;
  }

  void introduce(Family family) {
    text(family.introduction(format));
  }

  void text(String text) {
    append(new Head(text));
  }

  void line(Head head, long value) {
    append(head);
    number(Long.toString(value));
  }

  void line(Head head, double value) {
    append(head);
    number(shown(value));
  }

  private static String shown(double value) {
    return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
  }

  /** Digits and the like, without a detour over another array. */
  private void number(String digits) {
    makeRoom(digits.length() + 1);
    for (var i = 0; i < digits.length(); i++) {
      bytes[length++] = (byte) digits.charAt(i);
    }
    bytes[length++] = '\n';
  }

  private void append(Head more) {
    makeRoom(more.length());
    more.copyTo(bytes, length);
    length += more.length();
  }

  private void makeRoom(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
