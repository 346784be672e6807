package dev.cartographer.fleet;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A fleet file that is made while it is read. */
final class EndlessClusters extends InputStream {
  private final int clusters;
  private byte[] piece =
      "carriers:\n  - {name: dal10-carrier1, region: us-south}\nclusters:\n"
          .getBytes(StandardCharsets.UTF_8);
  private int at;
  private int made;
  private long given;

  EndlessClusters(int clusters) {
    this.clusters = clusters;
  }

  long given() {
    return given;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (at == piece.length) {
      if (made == clusters) {
        return -1;
      }
      piece = entry(made++).getBytes(StandardCharsets.UTF_8);
      at = 0;
    }
    var count = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, bytes, offset, count);
    at += count;
    given += count;
    return count;
  }

  private static String entry(int number) {
    return """
      - name: cluster-%d
        tenant: tenant-%d
        carrier: dal10-carrier1
        identity: {client: client-%d, secret: {file: clusters/%d/secret}}
        target: files
    """
        .formatted(number, number % 1000, number, number);
  }
}
