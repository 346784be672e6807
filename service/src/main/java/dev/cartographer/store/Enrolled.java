package dev.cartographer.store;

import dev.cartographer.fleet.Enrolment;
import java.util.List;

/** What an enrolment did, or would do. */
public record Enrolled(List<Enrolment> created, List<Change> changed, int unchanged) {

  /**
   * One cluster that differs from what is enrolled.
   *
   * @param version its new one
   * @param what names the parts that differ, such as "identity, target"
   */
  public record Change(Enrolment wanted, long version, String what) {
    static final String WORKLOAD = "workload";

    /** Whether it wants new tokens; who may ask for them is no reason. */
    boolean renews() {
      return !what.equals(WORKLOAD);
    }
  }
}
