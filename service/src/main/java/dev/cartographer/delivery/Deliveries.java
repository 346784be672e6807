package dev.cartographer.delivery;

import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.util.function.Predicate;

/** Every way of delivery behind one door: the cluster's target chooses. */
public final class Deliveries implements Delivery {
  private final DirectoryDelivery directory;
  private final KubernetesDelivery kubernetes;
  private final PullDelivery pull;

  public Deliveries(DirectoryDelivery directory, KubernetesDelivery kubernetes, PullDelivery pull) {
    this.directory = directory;
    this.kubernetes = kubernetes;
    this.pull = pull;
  }

  @Override
  public Held held(Binding binding) {
    return switch (binding.cluster().target()) {
      case Target.Files() -> directory.held(binding);
      case Target.Pull() -> pull.held(binding);
      case Target.Namespace target -> kubernetes.held(binding, target);
    };
  }

  @Override
  public Delivered deliver(Binding binding, ServiceToken token, Note note) {
    return switch (binding.cluster().target()) {
      case Target.Files() -> directory.deliver(binding, token, note);
      case Target.Pull() -> pull.deliver(binding, token, note);
      case Target.Namespace target -> kubernetes.deliver(binding, target, token, note);
    };
  }

  @Override
  public TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    return switch (binding.cluster().target()) {
      case Target.Files() -> directory.takeBack(binding, ours);
      case Target.Pull() -> pull.takeBack(binding, ours);
      case Target.Namespace target -> kubernetes.takeBack(binding, target, ours);
    };
  }
}
