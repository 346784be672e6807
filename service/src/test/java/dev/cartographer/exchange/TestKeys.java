package dev.cartographer.exchange;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Keys to sign with, made once for all tests of a run. */
final class TestKeys {
  static final KeyPair RSA = rsa(2048);
  static final KeyPair EC = ec("secp256r1");
  private static final KeyPair ANOTHER_RSA = rsa(2048);

  private TestKeys() {}

  static String rsaPem() {
    return pem(RSA.getPrivate());
  }

  static String anotherRsaPem() {
    return pem(ANOTHER_RSA.getPrivate());
  }

  static String pem(PrivateKey key) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64.encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  static KeyPair rsa(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair ec(String curve) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
