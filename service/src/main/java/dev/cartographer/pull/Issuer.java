package dev.cartographer.pull;

import dev.cartographer.secret.SecretRef;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** An issuer of workloads' tokens whose keys the operator named. */
public sealed interface Issuer {

  /** The issuer's name, to the letter. */
  String name();

  /**
   * The keys are asked for (RFC 7517), and kept for a while.
   *
   * @param keys https, or http to this machine
   * @param trust whose certificates are believed
   */
  record Remote(String name, URI keys, SSLContext trust) implements Issuer {}

  /** The keys are in a file below the secrets directory, read at each use. */
  record Local(String name, SecretRef.FromFile keys) implements Issuer {}
}
