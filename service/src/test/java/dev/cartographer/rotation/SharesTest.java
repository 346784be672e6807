package dev.cartographer.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.rotation.Shares.Take;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final Lane LANE = new Lane(new Name("us-south"), Signal.LOGS);

  private final Shares shares = new Shares();

  private Take take(int places, int fresh, int retry, int dark, int alive) {
    return shares.of(new Backlog(LANE, fresh, retry, dark, alive), places);
  }

  @Test
  void whenThereIsRoomEverybodyIsTaken() {
    assertThat(take(100, 1, 2, 3, 4)).isEqualTo(new Take(1, 2, 3, 4));
  }

  @Test
  void inABacklogTheDarkHaveAFifthFreshAndSecondTriesATenthEach() {
    assertThat(take(100, 500, 500, 500, 500)).isEqualTo(new Take(10, 10, 20, 60));
  }

  @Test
  void whatTheLivingDoNotNeedGoesToTheFreshThenToTheDark() {
    assertThat(take(100, 30, 500, 500, 0)).isEqualTo(new Take(30, 10, 60, 0));
  }

  @Test
  void whereOnePlaceIsGivenAtATimeItIsSharedOverTime() {
    var all = new int[4];
    for (var i = 0; i < 100; i++) {
      var take = take(1, 500, 500, 500, 500);
      all[0] += take.fresh();
      all[1] += take.retry();
      all[2] += take.dark();
      all[3] += take.alive();
    }

    assertThat(all[0]).isBetween(8, 11);
    assertThat(all[1]).isBetween(7, 11);
    assertThat(all[2]).isBetween(18, 21);
    assertThat(all[3]).isBetween(58, 64);
  }

  @Test
  void theFirstPlaceIsForTheEarliestDeadline() {
    assertThat(take(1, 500, 500, 500, 500)).isEqualTo(new Take(0, 0, 0, 1));
  }

  @Test
  void nobodyIsGivenMoreThanWaitsAndNoPlaceIsLeftEmpty() {
    var random = new SplittableRandom(3);
    for (var i = 0; i < 100_000; i++) {
      var places = random.nextInt(50);
      var backlog =
          new Backlog(
              LANE, random.nextInt(20), random.nextInt(20), random.nextInt(20), random.nextInt(20));
      var take = shares.of(backlog, places);

      assertThat(take.all()).isEqualTo(Math.min(places, backlog.due()));
      assertThat(take.fresh()).isBetween(0, backlog.fresh());
      assertThat(take.retry()).isBetween(0, backlog.retry());
      assertThat(take.dark()).isBetween(0, backlog.dark());
      assertThat(take.alive()).isBetween(0, backlog.alive());
    }
  }
}
