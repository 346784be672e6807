package dev.cartographer.delivery;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Gathers an answer's body, up to 4 MiB: more than the largest Secret with all that is around. */
final class BoundedBody implements AsyncBody.Consumer<List<ByteBuffer>> {
  private static final int LONGEST = 4 * 1024 * 1024;

  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

  /** The body went on beyond what is gathered. */
  static final class TooLong extends IOException {
    TooLong() {
      super("an answer of more than 4 MiB");
    }
  }

  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody body) throws TooLong {
    for (var buffer : buffers) {
      if (gathered.size() + buffer.remaining() > LONGEST) {
        throw new TooLong();
      }
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      gathered.write(bytes, 0, bytes.length);
    }
    body.consume();
  }

  byte[] bytes() {
    return gathered.toByteArray();
  }
}
