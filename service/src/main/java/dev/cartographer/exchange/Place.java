package dev.cartographer.exchange;

import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.secret.SecretText;
import java.util.List;

/** Who was asked, and where: how every sentence about what went wrong there begins. */
record Place(Dependency dependency, String where) {

  /** Whoever stopped waiting was us, and so are our settings and secrets. */
  DependencyFailure failure(Mishap mishap) {
    var ours = mishap.kind() == FaultKind.LOCAL || mishap.kind() == FaultKind.SECRET_UNREADABLE;
    var blamed = ours ? Dependency.CARTOGRAPHER : dependency;
    return new DependencyFailure(
        new Fault(blamed, mishap.kind(), this + " " + mishap.what()), mishap);
  }

  /** What was answered, with what the server said of it. */
  String answered(int status, ServerError error, List<SecretText> sent) {
    var answered = this + " answered " + status;
    return error.isNone() ? answered : answered + " " + error.excerpt(sent);
  }

  @Override
  public String toString() {
    return name() + " at " + where;
  }

  private String name() {
    return switch (dependency) {
      case IAM -> "IAM";
      case LOGGING -> "the logging service";
      case METRICS -> "the metrics service";
      case CLUSTER, CARTOGRAPHER -> dependency.word();
    };
  }
}
