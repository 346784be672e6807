package dev.cartographer.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Envelope encryption of the secrets that the database keeps.
 *
 * <p>A key file outside the database (the key-encryption key) wraps a data key inside it, and the
 * data key seals each secret together with where it belongs. A dump of the database alone opens
 * nothing; a sealed value moved to another tenant, row or version doesn't open either.
 */
public final class Sealing {
  private static final Configuration TINK = aeadConfiguration();
  private static final byte[] WRAPPING = bytes("cartographer data key");

  private final Aead aead;

  private Sealing(Aead aead) {
    this.aead = aead;
  }

  /** A new key-encryption key, as the text of its file. */
  public static SecretText newKeyFile() {
    try {
      return new SecretText(
          TinkJsonProtoKeysetFormat.serializeKeyset(
              generated(), TINK, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key could not be made", e);
    }
  }

  /** A new data key, wrapped under the key file: fit for the database. */
  public static byte[] newDataKey(SecretText keyFile) {
    try {
      return TinkProtoKeysetFormat.serializeEncryptedKeyset(
          generated(), wrapping(keyFile), WRAPPING, TINK);
    } catch (GeneralSecurityException e) {
      throw new SecretUnreadable("the encryption key file is not a Tink AEAD keyset", e);
    }
  }

  /**
   * Unwraps a data key.
   *
   * @throws SecretUnreadable when the key file is not the one that wrapped it
   */
  public static Sealing open(SecretText keyFile, byte[] dataKey) {
    try {
      var handle =
          TinkProtoKeysetFormat.parseEncryptedKeyset(dataKey, wrapping(keyFile), WRAPPING, TINK);
      return new Sealing(handle.getPrimitive(TINK, Aead.class));
    } catch (GeneralSecurityException e) {
      throw new SecretUnreadable(
          "the encryption key file does not open this database: it belongs to another one", e);
    }
  }

  /**
   * Seals a secret to its place.
   *
   * @param place tenant, table, row, column and version, in one text
   */
  public SecretRef.Sealed seal(SecretText secret, String place) {
    try {
      var sealed = aead.encrypt(bytes(secret.reveal()), bytes(place));
      return new SecretRef.Sealed(Base64.getEncoder().encodeToString(sealed), place);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be sealed", e);
    }
  }

  /**
   * Opens what was sealed to its place.
   *
   * @throws SecretUnreadable when it was altered or sealed to another place: somebody edited the
   *     database
   */
  public SecretText open(SecretRef.Sealed sealed) {
    try {
      var text = aead.decrypt(Base64.getDecoder().decode(sealed.base64()), bytes(sealed.place()));
      return new SecretText(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretUnreadable(
          "a sealed secret does not open at its place (" + sealed.place() + ")", e);
    }
  }

  private static Configuration aeadConfiguration() {
    try {
      AeadConfig.register();
      return RegistryConfiguration.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the AEAD algorithms are not there", e);
    }
  }

  private static Aead wrapping(SecretText keyFile) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(
            keyFile.reveal(), TINK, InsecureSecretKeyAccess.get())
        .getPrimitive(TINK, Aead.class);
  }

  private static KeysetHandle generated() throws GeneralSecurityException {
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
