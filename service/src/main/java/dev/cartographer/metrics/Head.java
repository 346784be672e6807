package dev.cartographer.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What stands before the value of a series, ready to be copied. */
final class Head {
  private final byte[] bytes;

  Head(String text) {
    this.bytes = text.getBytes(UTF_8);
  }

  int length() {
    return bytes.length;
  }

  void copyTo(byte[] page, int at) {
    System.arraycopy(bytes, 0, page, at, bytes.length);
  }
}
