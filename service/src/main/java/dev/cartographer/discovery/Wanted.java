package dev.cartographer.discovery;

import dev.cartographer.fleet.Enrolment;

/** What an announcement comes to. */
sealed interface Wanted {

  record Cluster(Enrolment enrolment) implements Wanted {}

  /**
   * It can't be enrolled as it stands.
   *
   * @param reason one word, such as {@code SecretMissing}
   */
  record Refused(String reason, String message) implements Wanted {}
}
