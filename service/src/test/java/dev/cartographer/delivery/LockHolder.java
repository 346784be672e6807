package dev.cartographer.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another process that holds a lock on the file it is given, until its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] file) throws IOException {
    try (var channel =
            FileChannel.open(
                Path.of(file[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      System.out.println(lock.isValid() ? "held" : "not held");
      System.out.flush();
      System.in.readAllBytes();
    }
  }
}
