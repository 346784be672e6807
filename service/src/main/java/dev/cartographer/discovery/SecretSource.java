package dev.cartographer.discovery;

import dev.cartographer.secret.SecretText;
import java.util.Optional;

/** Reads Secrets of a carrier. */
@FunctionalInterface
interface SecretSource {

  /**
   * One value of a Secret; empty when there is none.
   *
   * @throws CarrierUnreachable when the carrier can't be asked or refuses
   */
  Optional<SecretText> secret(String namespace, String name, String key);
}
