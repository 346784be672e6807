package dev.cartographer.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues and checks JWTs signed with HS256, every one of them different. */
final class StubTokens {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final ThreadLocal<Mac> mac;
  private final Duration lifetime;
  private final Clock clock;
  private final AtomicLong issued = new AtomicLong();

  StubTokens(byte[] key, Duration lifetime, Clock clock) {
    this.mac = ThreadLocal.withInitial(() -> mac(key));
    this.lifetime = lifetime;
    this.clock = clock;
  }

  private static Mac mac(byte[] key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  Duration lifetime() {
    return lifetime;
  }

  /** A token of this subject for this audience. */
  String issue(String subject, String audience) {
    var now = clock.instant().getEpochSecond();
    var claims =
        "{\"iss\":\"http://stub.invalid\",\"sub\":\""
            + subject
            + "\",\"azp\":\""
            + subject
            + "\",\"aud\":\""
            + audience
            + "\",\"iat\":"
            + now
            + ",\"exp\":"
            + (now + lifetime.toSeconds())
            + ",\"jti\":\""
            + issued.incrementAndGet()
            + "\",\"typ\":\"Bearer\"}";
    var signed = HEADER + "." + encoded(claims);
    return signed + "." + signature(signed);
  }

  /** The subject of a token of ours; empty when it is none. Its end is not looked at. */
  String subject(String token) {
    var dot = token.lastIndexOf('.');
    var begin = token.indexOf('.') + 1;
    if (dot <= begin || !same(signature(token.substring(0, dot)), token.substring(dot + 1))) {
      return "";
    }
    var claims = decoded(token.substring(begin, dot));
    var from = claims.indexOf("\"sub\":\"") + 7;
    return claims.substring(from, claims.indexOf('"', from));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  private String signature(String signed) {
    return ENCODER.encodeToString(mac.get().doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decoded(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
  }
}
