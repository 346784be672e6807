package dev.cartographer.rotation;

import java.time.Duration;

/**
 * Drives a {@link RotationLoop} with real time: claims whenever something may be due and extends
 * leases while work goes on.
 *
 * <p>It looks at the queue every half second, and at once when there is room for what was left, or
 * {@link #nudge} says that there is something new; half a second is what a newly enrolled cluster
 * on another replica waits at most.
 */
public final class RotationThread implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final RotationLoop loop;
  private final RotationListener listener;
  private final Duration lease;
  private final Thread claiming = Thread.ofPlatform().name("rotation").unstarted(this::claimOn);
  private final Thread extending = Thread.ofVirtual().name("leases").unstarted(this::extendOn);
  private volatile boolean stopped;

  public RotationThread(RotationLoop loop, RotationListener listener, Duration lease) {
    this.loop = loop;
    this.listener = listener;
    this.lease = lease;
  }

  public void start() {
    claiming.start();
    extending.start();
  }

  /** Looks at the queue now. */
  public void nudge() {
    loop.wake();
  }

  private void claimOn() {
    try {
      while (!stopped) {
        claim();
        loop.awaitReason(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void claim() {
    try {
      loop.claimAndStart();
      listener.storeAnswered();
    } catch (StoreFailure failure) {
      listener.storeFailed(failure.why());
    }
  }

  private void extendOn() {
    try {
      while (!stopped) {
        Thread.sleep(lease.dividedBy(3));
        extend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void extend() {
    try {
      loop.extendLeases();
    } catch (StoreFailure failure) {
      listener.storeFailed(failure.why());
    }
  }

  /** Claims no more, and lets what is in flight come to its end. */
  @Override
  public void close() {
    stopped = true;
    nudge();
    try {
      claiming.join();
      loop.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    extending.interrupt();
  }
}
