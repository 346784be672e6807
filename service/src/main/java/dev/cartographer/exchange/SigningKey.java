package dev.cartographer.exchange;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.cartographer.fleet.Identity.Algorithm;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A private key with the one algorithm it is used with: RSA of at least 2048 bits or P-256.
 *
 * @param keyId by which the public key is found
 */
record SigningKey(JWSSigner signer, Algorithm algorithm, Optional<String> keyId) {
  private static final int LEAST_RSA_BITS = 2048;
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * Reads a JWK, or PKCS #8 in PEM.
   *
   * @param keyId goes before a JWK's own
   * @param algorithm goes before a JWK's own
   * @throws SecretUnreadable when it is no such key, or can't be used so; nothing of the text is
   *     shown
   */
  static SigningKey of(SecretText text, Optional<String> keyId, Optional<Algorithm> algorithm) {
    if (text.reveal().stripLeading().startsWith("{")) {
      var jwk = jwk(text);
      return of(
          privateKey(jwk),
          keyId.or(() -> Optional.ofNullable(jwk.getKeyID())),
          algorithm.or(() -> Optional.ofNullable(jwk.getAlgorithm()).map(a -> named(a.getName()))));
    }
    return of(pkcs8(text), keyId, algorithm);
  }

  private static SigningKey of(
      PrivateKey key, Optional<String> keyId, Optional<Algorithm> algorithm) {
    return switch (key) {
      case RSAPrivateKey rsa -> rsa(rsa, keyId, algorithm.orElse(Algorithm.RS256));
      case ECPrivateKey ec -> ec(ec, keyId, algorithm.orElse(Algorithm.ES256));
      default -> throw new SecretUnreadable("the key is neither of RSA nor of P-256");
    };
  }

  private static SigningKey rsa(RSAPrivateKey key, Optional<String> keyId, Algorithm algorithm) {
    if (key.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new SecretUnreadable("the key has fewer than " + LEAST_RSA_BITS + " bits");
    }
    if (algorithm == Algorithm.ES256) {
      throw new SecretUnreadable("the key is of RSA, which does not sign " + algorithm);
    }
    return new SigningKey(new RSASSASigner(key), algorithm, keyId);
  }

  private static SigningKey ec(ECPrivateKey key, Optional<String> keyId, Algorithm algorithm) {
    if (!Curve.P_256.equals(Curve.forECParameterSpec(key.getParams()))) {
      throw new SecretUnreadable("the key is of another curve than P-256");
    }
    if (algorithm != Algorithm.ES256) {
      throw new SecretUnreadable("the key is of P-256, which does not sign " + algorithm);
    }
    try {
      return new SigningKey(new ECDSASigner(key, Curve.P_256), algorithm, keyId);
    } catch (JOSEException e) {
      throw new SecretUnreadable("the key can't be used to sign", e);
    }
  }

  private static JWK jwk(SecretText text) {
    try {
      return JWK.parse(text.reveal());
    } catch (ParseException | IllegalArgumentException quotesTheKey) {
      throw new SecretUnreadable("the key is not a JWK (RFC 7517)");
    }
  }

  private static PrivateKey privateKey(JWK jwk) {
    try {
      if (jwk instanceof AsymmetricJWK pair && jwk.isPrivate()) {
        return pair.toPrivateKey();
      }
    } catch (JOSEException quotesTheKey) {
      throw new SecretUnreadable("the JWK can't be used to sign");
    }
    throw new SecretUnreadable("the JWK is not a private key");
  }

  private static PrivateKey pkcs8(SecretText text) {
    var pem = PKCS8.matcher(text.reveal());
    if (!pem.find()) {
      throw new SecretUnreadable(
          "the key is neither a JWK nor PKCS #8 in PEM; openssl pkcs8 -topk8 -nocrypt -in KEY"
              + " converts other forms");
    }
    try {
      var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
      return decoded(spec);
    } catch (IllegalArgumentException | GeneralSecurityException quotesTheKey) {
      throw new SecretUnreadable("the key is neither of RSA nor of P-256");
    }
  }

  /** PKCS #8 names its kind inside; Java must be told it outside. */
  private static PrivateKey decoded(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  private static Algorithm named(String name) {
    try {
      return Algorithm.of(name);
    } catch (IllegalArgumentException e) {
      throw new SecretUnreadable("the JWK is for another algorithm than RS256, PS256 or ES256", e);
    }
  }

  /** Without the signer: it holds the key. */
  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
