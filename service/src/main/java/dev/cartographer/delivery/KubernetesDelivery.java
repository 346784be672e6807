package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Target;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.ServiceToken;
import java.util.function.Predicate;

/**
 * Delivers into a Secret of the cluster, by creation or server-side apply under the resource
 * version that was read.
 *
 * <p>A write whose answer is lost may have arrived: it is read back before it is called failed.
 */
public final class KubernetesDelivery {
  private static final int ROUNDS = 4;

  private final ClusterClients clients;

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
      return secret(cluster, binding, target).read().held();
    }
  }

  /**
   * Replaces the token by this one, provided that the generation held is lower.
   *
   * @throws DependencyFailure when the cluster can't be reached, refuses, or others keep writing
   */
  Delivered deliver(Binding binding, Target.Namespace target, ServiceToken token, Note note) {
    try (var cluster = clients.open(target)) {
      var secret = secret(cluster, binding, target);
      for (int round = 0; round < ROUNDS; round++) {
        var seen = secret.read();
        var settled = CompareAndSet.settled(seen.held(), note);
        if (settled.isPresent()) {
          return settled.orElseThrow();
        }
        if (written(secret, seen, token, note)) {
          return new Delivered.Done();
        }
      }
      throw conflict(binding, cluster);
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
        var seen = secret.read();
        var spared = CompareAndSet.spared(seen.held(), ours);
        if (spared.isPresent()) {
          return spared.orElseThrow();
        }
        if (seen.held() instanceof Held.Absent || secret.remove(seen)) {
          return new TakenBack.Done();
        }
      }
      throw conflict(binding, cluster);
    }
  }

  private static boolean written(
      SecretApi secret, SecretApi.Seen seen, ServiceToken token, Note note) {
    try {
      return secret.write(seen, token, note);
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
      return secret.read().held().equals(new Held.Present(note));
    } catch (DependencyFailure second) {
      failure.addSuppressed(second);
      return false;
    }
  }

  private static SecretApi secret(ClusterClient cluster, Binding binding, Target.Namespace target) {
    return new SecretApi(cluster, new TokenSecret(target.namespace(), binding.signal()));
  }

  private static DependencyFailure conflict(Binding binding, ClusterClient cluster) {
    var detail =
        "somebody else changed the Secret of "
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
