package dev.cartographer.exchange;

import dev.cartographer.secret.SecretText;
import java.util.HexFormat;

/** A certificate and its key, as they were read just now. */
record TlsIdentity(SecretText chain, SecretText key) {

  /** Tells two pairs apart and says nothing about either. */
  String version() {
    return HexFormat.of().formatHex(chain.sha256()) + HexFormat.of().formatHex(key.sha256());
  }
}
