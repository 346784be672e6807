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

  private volatile boolean tooLong;

  /** Ends the connection by its exception, once there is too much. */
  @Override
  public void consume(List<ByteBuffer> buffers, AsyncBody body) throws IOException {
    for (var buffer : buffers) {
      if (gathered.size() + buffer.remaining() > LONGEST) {
        tooLong = true;
        throw new IOException("too long");
      }
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      gathered.write(bytes, 0, bytes.length);
    }
    body.consume();
  }

  /** Whether that is what ended the connection, which itself only says that it broke. */
  boolean tooLong() {
    return tooLong;
  }

  byte[] bytes() {
    return gathered.toByteArray();
  }
}
