package dev.cartographer.delivery;

import dev.cartographer.delivery.Delivery.Delivered;
import dev.cartographer.delivery.Delivery.TakenBack;
import dev.cartographer.fault.Dependency;
import dev.cartographer.fault.DependencyFailure;
import dev.cartographer.fault.Fault;
import dev.cartographer.fault.FaultKind;
import dev.cartographer.fleet.Binding;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.token.Held;
import dev.cartographer.token.Note;
import dev.cartographer.token.Pickup;
import dev.cartographer.token.ServiceToken;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Delivers into {@code <root>/<cluster>/<logs|metrics>}, a directory that an agent on the same
 * machine, or behind a shared file system, reads.
 *
 * <p>The root is the operator's and is never made here: a volume that is not mounted must be
 * noticed, not papered over.
 */
public final class DirectoryDelivery {
  private final Path root;
  private final Pickups pickups;
  private final Clock clock;

  /**
   * Delivers below a directory of the operator's.
   *
   * @param pickups is told, at each look, what agents say to have taken up
   */
  public DirectoryDelivery(Path root, Pickups pickups, Clock clock) {
    this.root = root;
    this.pickups = pickups;
    this.clock = clock;
  }

  /**
   * What the directory holds now.
   *
   * @throws DependencyFailure {@code DELIVERY_MISSING} without the root, {@code STORAGE} when it
   *     can't be read
   */
  Held held(Binding binding) {
    requireRoot(binding);
    try {
      var directory = directory(binding);
      var held = directory.held();
      if (held instanceof Held.Present(var note)) {
        tell(binding.cluster().id(), binding.signal(), note, directory.pickups().taken(note));
      }
      return held;
    } catch (IOException e) {
      throw storage(binding, "be read", e);
    }
  }

  /**
   * Looks only whether agents have taken up the token that is there; what can't be read says
   * nothing.
   *
   * @param id of the cluster
   */
  public void look(Name cluster, long id, Signal signal) {
    try {
      var directory = new TokenDirectory(root.resolve(cluster.text()), signal);
      if (directory.held() instanceof Held.Present(var note)) {
        tell(id, signal, note, directory.pickups().taken(note));
      }
    } catch (IOException _) {
      // The next renewal names it.
    }
  }

  /** Whoever's clock is ahead has taken it up now at the latest. */
  private void tell(long cluster, Signal signal, Note note, Optional<Instant> taken) {
    var now = clock.instant();
    taken.ifPresent(
        at -> pickups.seen(cluster, signal, note, Pickup.How.FILE, at.isAfter(now) ? now : at));
  }

  /**
   * Replaces the token by this one, provided that the generation held is lower.
   *
   * @throws DependencyFailure {@code DELIVERY_MISSING} without the root, {@code DELIVERY_CONFLICT}
   *     while another process writes, {@code STORAGE} for all else; the token held stays whole
   */
  Delivered deliver(Binding binding, ServiceToken token, Note note) {
    requireRoot(binding);
    var directory = directory(binding);
    try {
      directory.make();
      try (var lock = DirectoryLock.of(directory.path())) {
        if (!lock.taken()) {
          throw conflict(binding);
        }
        return replace(directory, token, note);
      }
    } catch (IOException e) {
      throw storage(binding, "take the new token", e);
    }
  }

  /**
   * Takes token and note away, and the directories once nothing is in them.
   *
   * @throws DependencyFailure as {@link #deliver} does
   */
  TakenBack takeBack(Binding binding, Predicate<Note> ours) {
    requireRoot(binding);
    var directory = directory(binding);
    try {
      if (!directory.isThere()) {
        return new TakenBack.Done();
      }
      try (var lock = DirectoryLock.of(directory.path())) {
        if (!lock.taken()) {
          throw conflict(binding);
        }
        return takeBack(directory, ours);
      }
    } catch (IOException e) {
      throw storage(binding, "be cleared", e);
    }
  }

  private static TakenBack takeBack(TokenDirectory directory, Predicate<Note> ours)
      throws IOException {
    var spared = CompareAndSet.spared(directory.held(), ours);
    if (spared.isPresent()) {
      return spared.orElseThrow();
    }
    directory.remove();
    return new TakenBack.Done();
  }

  private static Delivered replace(TokenDirectory directory, ServiceToken token, Note note)
      throws IOException {
    var settled = CompareAndSet.settled(directory.held(), note);
    if (settled.isPresent()) {
      return settled.orElseThrow();
    }
    directory.put(token.text(), note);
    return new Delivered.Done();
  }

  private TokenDirectory directory(Binding binding) {
    var cluster = root.resolve(binding.cluster().name().text());
    return new TokenDirectory(cluster, binding.signal());
  }

  private void requireRoot(Binding binding) {
    if (!Files.isDirectory(root)) {
      throw failure(
          FaultKind.DELIVERY_MISSING,
          "the delivery directory "
              + root
              + " is not there, so "
              + binding
              + " can't be delivered: make or mount it, writable for Cartographer",
          null);
    }
  }

  private static DependencyFailure conflict(Binding binding) {
    return failure(
        FaultKind.DELIVERY_CONFLICT,
        "another process is writing the directory of " + binding + " at this moment",
        null);
  }

  private DependencyFailure storage(Binding binding, String what, IOException e) {
    var detail =
        "the directory of " + binding + " below " + root + " could not " + what + ": " + reason(e);
    return failure(FaultKind.STORAGE, detail, e);
  }

  private static DependencyFailure failure(
      FaultKind kind, String detail, @Nullable Throwable cause) {
    return new DependencyFailure(new Fault(Dependency.CLUSTER, kind, detail), cause);
  }

  /** The operating system's words, where Java hands them on. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "Permission denied (" + denied.getFile() + ")";
      case FileSystemException other ->
          Optional.ofNullable(other.getReason()).orElseGet(() -> other.getClass().getSimpleName())
              + " ("
              + other.getFile()
              + ")";
      case IOException other -> Optional.ofNullable(other.getMessage()).orElseGet(e::toString);
    };
  }
}
