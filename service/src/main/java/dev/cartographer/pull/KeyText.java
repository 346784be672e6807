package dev.cartographer.pull;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.cartographer.secret.SecretText;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads public keys as people have them: a JWK set (RFC 7517 §5), or PEM (RFC 7468 §13). */
public final class KeyText {
  private static final int MOST = 20;
  private static final int SHORTEST_RSA = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private KeyText() {}

  /**
   * The keys in a text.
   *
   * @throws KeysUnavailable when it holds none, or one that must not be used or not be there
   */
  public static List<JWK> keys(SecretText text) {
    var keys = text.reveal().contains("-----BEGIN") ? pem(text) : set(text);
    if (keys.isEmpty() || keys.size() > MOST) {
      throw new KeysUnavailable("there are " + keys.size() + " keys; 1 to " + MOST + " are taken");
    }
    keys.forEach(KeyText::check);
    return keys;
  }

  private static List<JWK> set(SecretText text) {
    try {
      return JWKSet.parse(text.reveal()).getKeys();
    } catch (ParseException e) {
      throw new KeysUnavailable("it is neither a JWK set nor public keys in PEM", e);
    }
  }

  private static List<JWK> pem(SecretText text) {
    var blocks = PEM.matcher(text.reveal());
    var keys = new ArrayList<JWK>();
    while (blocks.find()) {
      keys.add(key(Base64.getMimeDecoder().decode(blocks.group(1))));
    }
    return keys;
  }

  private static JWK key(byte[] encoded) {
    for (var algorithm : List.of("RSA", "EC")) {
      try {
        var spec = new X509EncodedKeySpec(encoded);
        return jwk(KeyFactory.getInstance(algorithm).generatePublic(spec));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        // Of the other kind, or none.
      }
    }
    throw new KeysUnavailable("a key in PEM is neither an RSA nor an EC key");
  }

  private static JWK jwk(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> new RSAKey.Builder(rsa).build();
      case ECPublicKey ec ->
          new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
      default -> throw new IllegalArgumentException(key.getAlgorithm());
    };
  }

  private static void check(JWK key) {
    if (key.isPrivate()) {
      throw new KeysUnavailable("there is a private key in it; only public ones belong there");
    }
    if (!usable(key)) {
      throw new KeysUnavailable("only RSA keys of 2048 bits or more and P-256 keys are taken");
    }
  }

  /** Whether a signature by this key proves anything. */
  static boolean usable(JWK key) {
    return switch (key) {
      case RSAKey rsa -> rsa.size() >= SHORTEST_RSA;
      case ECKey ec -> ec.getCurve().equals(Curve.P_256);
      case JWK _ -> false;
    };
  }
}
