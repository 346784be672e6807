package dev.cartographer.discovery;

import dev.cartographer.fleet.Enrolment;
import dev.cartographer.view.ClusterView;
import java.util.List;
import java.util.Optional;

/** The fleet, as those see it who announce clusters. Repeating a call changes nothing. */
public interface Announcements {

  /**
   * Enrols a cluster, or changes it to what is announced.
   *
   * @param origin what announces it
   * @return why it is refused; empty when it is enrolled
   */
  Optional<String> enrol(Enrolment cluster, String origin);

  /**
   * Lets a cluster leave that this origin announced.
   *
   * @return whether it is gone
   */
  boolean leave(String cluster, String origin);

  /** Those clusters that these origins announced. Nobody is shown another's. */
  List<ClusterView> clusters(List<String> origins);
}
