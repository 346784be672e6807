package dev.cartographer.delivery;

import dev.cartographer.secret.SecretText;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Replaced;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads, writes and takes back one Secret at its API server.
 *
 * <p>Our name as field manager stands at creation and at every change, so that what we own is told
 * from what others put beside it, which stays.
 */
final class SecretApi {
  private final ClusterClient cluster;
  private final TokenSecret secret;

  SecretApi(ClusterClient cluster, TokenSecret secret) {
    this.cluster = cluster;
    this.secret = secret;
  }

  /**
   * What was read.
   *
   * @param version the resource version; empty when there was no Secret
   * @param ours whether nothing but ours is in it
   * @param keeps whether anything is kept beside the token
   */
  record Seen(There there, Optional<String> version, boolean ours, boolean keeps) {
    Held held() {
      return there.held();
    }
  }

  /**
   * Reads the Secret.
   *
   * @throws dev.cartographer.fault.DependencyFailure when it could not be
   */
  Seen read() {
    var answer = cluster.send(ApiRequest.get(secret.path()));
    if (answer.notFound("secrets")) {
      return new Seen(There.NOTHING, Optional.empty(), false, false);
    }
    var faults = faults(List.of(cluster.credential().secret()));
    if (answer.status() != 200) {
      throw faults.of(answer);
    }
    if (!secret.is(answer.json())) {
      throw faults.senseless(answer);
    }
    var version = answer.json().at("/metadata/resourceVersion").asText();
    return new Seen(
        TokenSecret.there(answer.json()),
        Optional.of(version),
        TokenSecret.holdsNothingElse(answer.json()),
        TokenSecret.keeps(answer.json()));
  }

  /**
   * Writes the pair, provided that the Secret is still as it was seen.
   *
   * @param replaced what is kept beside it
   * @return false when it is not: somebody was faster
   * @throws dev.cartographer.fault.DependencyFailure when it was refused, or nobody knows
   */
  boolean write(Seen seen, SecretText token, Note note, Optional<Replaced> replaced) {
    var answer = cluster.send(request(seen, token, note, replaced));
    if (answer.status() == 409) {
      return false;
    }
    var hidden =
        Stream.concat(
            Stream.of(token, cluster.credential().secret()), replaced.map(Replaced::text).stream());
    var faults = faults(hidden.toList());
    if (answer.status() != 200 && answer.status() != 201) {
      throw faults.of(answer);
    }
    if (!secret.is(answer.json())) {
      throw faults.senseless(answer);
    }
    if (!TokenSecret.there(answer.json()).is(note)) {
      throw faults.altered(answer);
    }
    return true;
  }

  /**
   * Deletes the Secret, provided that it is still as it was seen. Where others have put something
   * into it, or deletion is forbidden, takes our part out of it instead.
   *
   * @return false when it is not as it was seen
   * @throws dev.cartographer.fault.DependencyFailure when it was refused, or nobody knows
   */
  boolean remove(Seen seen) {
    var version = seen.version().orElseThrow();
    if (seen.ours()) {
      var answer = cluster.send(delete(version));
      if (answer.status() != 403) {
        return gone(answer);
      }
    }
    return gone(cluster.send(empty(version)));
  }

  private ApiRequest request(Seen seen, SecretText token, Note note, Optional<Replaced> replaced) {
    if (seen.version().isEmpty()) {
      var manifest = secret.manifest(token, note, replaced, Optional.empty());
      return ApiRequest.create(secret.collection(), manifest);
    }
    return seen.keeps() && replaced.isEmpty()
        ? withdraw(secret.withdrawal(token, note, seen.version().get()))
        : ApiRequest.apply(secret.path(), secret.manifest(token, note, replaced, seen.version()));
  }

  private boolean gone(ApiAnswer answer) {
    return switch (answer.status()) {
      case 200, 202 -> true;
      case 409 -> false;
      default -> {
        if (answer.notFound("secrets")) {
          yield true;
        }
        throw faults(List.of(cluster.credential().secret())).of(answer);
      }
    };
  }

  private ApiRequest delete(String version) {
    return new ApiRequest(
        "DELETE", secret.path(), "application/json", Optional.of(secret.deletion(version)));
  }

  private ApiRequest empty(String version) {
    return ApiRequest.merge(secret.path(), secret.emptying(version));
  }

  private ApiRequest withdraw(String patch) {
    return ApiRequest.merge(secret.path(), patch);
  }

  private ApiFaults faults(List<SecretText> hidden) {
    return new ApiFaults(cluster.server(), secret.namespace(), "Secret", secret.name(), hidden);
  }
}
