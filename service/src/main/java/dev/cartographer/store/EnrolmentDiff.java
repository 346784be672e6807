package dev.cartographer.store;

import dev.cartographer.fleet.Enrolment;
import dev.cartographer.fleet.Identity;
import dev.cartographer.fleet.Target;
import dev.cartographer.fleet.Workload;
import dev.cartographer.secret.Sealing;
import dev.cartographer.secret.SecretRef;
import dev.cartographer.secret.SecretUnreadable;
import java.util.ArrayList;
import java.util.Optional;

/** Compares what is enrolled with what is asked, secrets included. */
record EnrolmentDiff(Sealing sealing) {

  /**
   * What differs; empty when nothing does.
   *
   * @param origin what announces the cluster; empty when it is enrolled by hand
   * @throws EnrolmentRefused when the tenant differs, since a cluster does not change hands, or
   *     when the cluster is being removed
   */
  Optional<Enrolled.Change> between(EnrolledRow row, Enrolment wanted, Optional<String> origin) {
    if (row.leaving()) {
      throw new EnrolmentRefused(
          "cluster " + row.name() + " is being removed; enrol it once it is gone");
    }
    if (!row.origin().equals(origin)) {
      throw new EnrolmentRefused(
          "cluster "
              + row.name()
              + row.origin()
                  .map(other -> " announces itself as " + other + "; change it there")
                  .orElse(" is enrolled by hand already"));
    }
    if (!row.tenant().equals(wanted.tenant().text())) {
      throw new EnrolmentRefused(
          "cluster "
              + row.name()
              + " belongs to another tenant already; a cluster does not change"
              + " hands");
    }
    var what = new ArrayList<String>();
    if (!row.carrier().equals(wanted.carrier().name().text())) {
      what.add("carrier");
    }
    if (!same(row.identity(), wanted.identity())) {
      what.add("identity");
    }
    if (!same(row.target(), wanted.target())) {
      what.add("target");
    }
    if (!same(row.workload(), wanted.workload())) {
      what.add(Enrolled.Change.WORKLOAD);
    }
    return what.isEmpty()
        ? Optional.empty()
        : Optional.of(new Enrolled.Change(wanted, row.version() + 1, String.join(", ", what)));
  }

  private boolean same(Identity held, Identity wanted) {
    return held.withSecret(wanted.secret()).equals(wanted) && same(held.secret(), wanted.secret());
  }

  private boolean same(Target held, Target wanted) {
    if (held instanceof Target.Namespace(var config, var context, var namespace)
        && wanted
            instanceof Target.Namespace(var wantedConfig, var wantedContext, var wantedName)) {
      return context.equals(wantedContext)
          && namespace.equals(wantedName)
          && same(config, wantedConfig);
    }
    return held.equals(wanted);
  }

  private boolean same(Optional<Workload> held, Optional<Workload> wanted) {
    if (held.isEmpty() || wanted.isEmpty()) {
      return held.isEmpty() && wanted.isEmpty();
    }
    var heldKeys = held.get().keys();
    var wantedKeys = wanted.get().keys();
    return held.get().withKeys(wantedKeys).equals(wanted.get())
        && heldKeys.isPresent() == wantedKeys.isPresent()
        && heldKeys.flatMap(h -> wantedKeys.map(w -> same(h, w))).orElse(true);
  }

  private boolean same(SecretRef held, SecretRef wanted) {
    if (held instanceof SecretRef.Sealed sealed && wanted instanceof SecretRef.Inline(var text)) {
      try {
        return sealing.open(sealed).matches(text);
      } catch (SecretUnreadable damaged) {
        return false; // enrolling it again mends it
      }
    }
    return held.equals(wanted);
  }
}
