package dev.cartographer.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for one name that no authority has signed, made by the JDK's keytool. */
public final class ServerCertificate {
  public static final String PASSWORD = "changeit";

  private ServerCertificate() {}

  /** Makes a PKCS #12 file with certificate and key. */
  public static Path madeIn(Path directory, String name) throws IOException, InterruptedException {
    var store = directory.resolve(name + ".p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        new ArrayList<>(
            List.of(keytool, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-validity", "2"));
    command.addAll(List.of("-dname", "CN=" + name, "-ext", "SAN=DNS:" + name));
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    var running =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!running.waitFor(60, TimeUnit.SECONDS) || running.exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
    return store;
  }
}
