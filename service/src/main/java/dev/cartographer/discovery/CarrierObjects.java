package dev.cartographer.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What Cartographer sees and does on a carrier.
 *
 * <p>Every method but {@link #announced} throws {@link CarrierUnreachable} when the carrier can't
 * be asked or refuses. What was changed by somebody else meanwhile is left alone; it is seen anew.
 */
interface CarrierObjects extends SecretSource {

  /** What is announced in the namespaces that are watched, as far as seen. Asks nobody. */
  List<Announced> announced();

  /** The kubeconfigs of clusters (Cluster API), as far as seen. Asks nobody. */
  List<KubeconfigSecret> kubeconfigs();

  /** Lets an object wait for us when it is deleted, or no longer. */
  void hold(Announced object, boolean held);

  void status(Announced object, JsonNode status);

  /**
   * Tells whoever looks at an object what happened.
   *
   * @param reason one word
   */
  void event(Announced object, boolean warning, String reason, String message);
}
