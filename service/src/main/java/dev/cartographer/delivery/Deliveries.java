package dev.cartographer.delivery;

import dev.cartographer.agent.AgentConfigurations;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.util.Optional;
import java.util.function.Predicate;

/** Every way of delivery behind one door: the cluster's target chooses. */
public final class Deliveries implements Delivery {
  private final DirectoryDelivery directory;
  private final KubernetesDelivery kubernetes;
  private final PullDelivery pull;
  private final AgentConfigurations configurations;

  public Deliveries(
      DirectoryDelivery directory,
      KubernetesDelivery kubernetes,
      PullDelivery pull,
      AgentConfigurations configurations) {
    this.directory = directory;
    this.kubernetes = kubernetes;
    this.pull = pull;
    this.configurations = configurations;
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
  public void configure(Binding binding) {
    var wanted = configurations.of(binding);
    if (wanted.isPresent()) {
      switch (binding.cluster().target()) {
        case Target.Files() -> directory.configure(binding, wanted.get());
        case Target.Pull() -> pull.configure(binding);
        case Target.Namespace target -> kubernetes.configure(binding, target, wanted.get());
      }
    }
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
  public void settle(Binding binding, Note held, Optional<Replaced> left) {
    switch (binding.cluster().target()) {
      case Target.Files() -> directory.settle(binding, held, left);
      case Target.Pull() -> pull.settle(binding, held, left);
      case Target.Namespace target -> kubernetes.settle(binding, target, held, left);
    }
  }

  @Override
  public TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    var token =
        switch (binding.cluster().target()) {
          case Target.Files() -> directory.takeBack(binding, ours);
          case Target.Pull() -> pull.takeBack(binding, ours);
          case Target.Namespace target -> kubernetes.takeBack(binding, target, ours);
        };
    var configured = binding.cluster().agents().of(binding.signal()).isPresent();
    return configured && token instanceof TakenBack.Done() ? takeBackConfiguration(binding) : token;
  }

  private TakenBack takeBackConfiguration(Binding binding) {
    return switch (binding.cluster().target()) {
      case Target.Files() -> directory.takeBackConfiguration(binding);
      case Target.Pull() -> new TakenBack.Done();
      case Target.Namespace target -> kubernetes.takeBackConfiguration(binding, target);
    };
  }
}
