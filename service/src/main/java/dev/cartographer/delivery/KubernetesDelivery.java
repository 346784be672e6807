package dev.cartographer.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cartographer.agent.Configuration;
import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.delivery.SecretApi.Seen;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import dev.cartographer.token.ServiceToken;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Delivers into a Secret of the cluster, by creation or server-side apply under the resource
 * version that was read.
 *
 * <p>A write whose answer is lost may have arrived: it is read back before it is called failed.
 */
public final class KubernetesDelivery {
  private static final int ROUNDS = 4;
  private static final long MOST = 10_000;
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final ClusterClients clients;
  private final Cache<Where, Seen> seen =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(RECENT)
          .executor(Runnable::run)
          .build();

  /** A binding's target changes with its enrolment alone. */
  private record Where(long binding, long enrolment) {
    static Where of(Binding binding) {
      return new Where(binding.id(), binding.cluster().version());
    }
  }

  public KubernetesDelivery(ClusterClients clients) {
    this.clients = clients;
  }

  /**
   * What the Secret holds now.
   *
   * @throws DependencyFailure when the cluster can't be asked
   */
  Held held(Binding binding, Target.Namespace target) {
    try (var cluster = clients.open(target)) {
      var there = secret(cluster, binding, target).read();
      seen.put(Where.of(binding), there);
      return there.held();
    }
  }

  /**
   * Replaces the token by this one, provided that the generation held is lower. Begins with what
   * was read a moment ago: should it have changed since, the write finds out.
   *
   * @throws DependencyFailure when the cluster can't be reached, refuses, or others keep writing
   */
  Delivered deliver(Binding binding, Target.Namespace target, ServiceToken token, Note note) {
    try (var cluster = clients.open(target)) {
      var secret = secret(cluster, binding, target);
      for (int round = 0; round < ROUNDS; round++) {
        var there = round == 0 ? lastSeen(binding).orElseGet(secret::read) : secret.read();
        var settled = CompareAndSet.settled(there.held(), note);
        if (settled.isPresent()) {
          return settled.orElseThrow();
        }
        var kept = there.there().keptBeside(token, note);
        if (written(secret, there, token.text(), note, kept)) {
          return new Delivered.Done();
        }
      }
      throw conflict("Secret", binding, cluster);
    }
  }

  /** For one use: after a write it is not so any more. */
  private Optional<Seen> lastSeen(Binding binding) {
    return Optional.ofNullable(seen.asMap().remove(Where.of(binding)));
  }

  /**
   * Changes what is kept of a replaced token, provided that the Secret holds this token.
   *
   * @throws DependencyFailure as above
   */
  void settle(Binding binding, Target.Namespace target, Note held, Optional<Replaced> left) {
    try (var cluster = clients.open(target)) {
      var secret = secret(cluster, binding, target);
      for (int round = 0; round < ROUNDS; round++) {
        var there = secret.read();
        var token = there.there().token();
        if (!there.there().is(held)
            || token.isEmpty()
            || written(secret, there, token.get(), held, left)) {
          return;
        }
      }
      throw conflict("Secret", binding, cluster);
    }
  }

  /**
   * Brings the agent's configuration into its ConfigMap.
   *
   * @throws DependencyFailure as {@link #deliver} does, and when the agent refused it
   */
  void configure(Binding binding, Target.Namespace target, Configuration wanted) {
    try (var cluster = clients.open(target)) {
      var map = new ConfigMapApi(cluster, new AgentConfigMap(target.namespace(), binding.signal()));
      for (int round = 0; round < ROUNDS; round++) {
        var there = map.read();
        var settled =
            switch (ConfigurationStep.of(wanted, there.files(), there.refused())) {
              case ConfigurationStep.Keep() -> true;
              case ConfigurationStep.Write(var files) -> map.write(there, files);
              case ConfigurationStep.Refused(var files) -> {
                files.ifPresent(before -> map.write(there, before));
                throw ConfigurationStep.refusal(binding, wanted);
              }
            };
        if (settled) {
          return;
        }
      }
      throw conflict("ConfigMap", binding, cluster);
    }
  }

  /**
   * Deletes the Secret, or only what is ours of it.
   *
   * @throws DependencyFailure as {@link #deliver} does
   */
  TakenBack takeBack(Binding binding, Target.Namespace target, Predicate<Note> ours) {
    try (var cluster = clients.open(target)) {
      var secret = secret(cluster, binding, target);
      for (int round = 0; round < ROUNDS; round++) {
        var there = secret.read();
        var spared = CompareAndSet.spared(there.held(), ours);
        if (spared.isPresent()) {
          return spared.orElseThrow();
        }
        if (there.held() instanceof Held.Absent || secret.remove(there)) {
          return new TakenBack.Done();
        }
      }
      throw conflict("Secret", binding, cluster);
    }
  }

  /**
   * Deletes the ConfigMap of the agent, unless others have put something into it.
   *
   * @throws DependencyFailure as {@link #deliver} does
   */
  TakenBack takeBackConfiguration(Binding binding, Target.Namespace target) {
    try (var cluster = clients.open(target)) {
      var map = new ConfigMapApi(cluster, new AgentConfigMap(target.namespace(), binding.signal()));
      for (int round = 0; round < ROUNDS; round++) {
        var there = map.read();
        if (there.version().isEmpty()) {
          return new TakenBack.Done();
        }
        if (!Configuration.ours(there.files()).equals(there.files())) {
          return new TakenBack.Left("others have put something into the agent's ConfigMap");
        }
        var deleted = map.delete(there);
        if (deleted.isPresent()) {
          return deleted.get();
        }
      }
      throw conflict("ConfigMap", binding, cluster);
    }
  }

  private static boolean written(
      SecretApi secret, Seen seen, SecretText token, Note note, Optional<Replaced> kept) {
    try {
      return secret.write(seen, token, note, kept);
    } catch (DependencyFailure failure) {
      if (mayHaveArrived(failure.fault().kind()) && arrived(secret, note, failure)) {
        return true;
      }
      throw failure;
    }
  }

  private static boolean mayHaveArrived(FaultKind kind) {
    return switch (kind) {
      case TIMEOUT, CONNECT, HTTP_5XX, BAD_RESPONSE -> true;
      case DNS,
          TLS,
          HTTP_429,
          HTTP_4XX,
          IDENTITY_REJECTED,
          NOT_ENTITLED,
          WRONG_TOKEN,
          TOKEN_REFUSED,
          NO_CLUSTER_TOKEN,
          DELIVERY_REFUSED,
          DELIVERY_MISSING,
          DELIVERY_CONFLICT,
          STORAGE,
          NOT_ASKED,
          SECRET_UNREADABLE,
          LOCAL ->
          false;
    };
  }

  private static boolean arrived(SecretApi secret, Note note, DependencyFailure failure) {
    try {
      return secret.read().there().is(note);
    } catch (DependencyFailure second) {
      failure.addSuppressed(second);
      return false;
    }
  }

  private static SecretApi secret(ClusterClient cluster, Binding binding, Target.Namespace target) {
    return new SecretApi(cluster, new TokenSecret(target.namespace(), binding.signal()));
  }

  private static DependencyFailure conflict(String kind, Binding binding, ClusterClient cluster) {
    var detail =
        "somebody else changed the "
            + kind
            + " of "
            + binding
            + " at "
            + cluster.server()
            + " each time we had read it, "
            + ROUNDS
            + " times: find out who writes it and stop them";
    return new DependencyFailure(
        new Fault(Dependency.CLUSTER, FaultKind.DELIVERY_CONFLICT, detail));
  }
}
