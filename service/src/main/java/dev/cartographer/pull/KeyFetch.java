package dev.cartographer.pull;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Fetches an issuer's keys: no redirect is followed, no more than 64 KiB read, in 4 s at most. */
final class KeyFetch implements ResourceRetriever {
  private static final long LONGEST = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final HttpClient http;

  KeyFetch(SSLContext trust) {
    this.http =
        HttpClient.newBuilder()
            .sslContext(trust)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(url.toString()))
            .header("Accept", "application/json, application/jwk-set+json")
            .header("User-Agent", "cartographer")
            .timeout(PATIENCE)
            .build();
    var asked = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST));
    try {
      var answer = asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.statusCode() != 200) {
        throw new IOException("the issuer answered with status " + answer.statusCode());
      }
      return new Resource(new String(answer.body(), StandardCharsets.UTF_8), "application/json");
    } catch (ExecutionException | TimeoutException e) {
      asked.cancel(true);
      throw new IOException("the issuer did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting for the issuer's keys");
    }
  }
}
