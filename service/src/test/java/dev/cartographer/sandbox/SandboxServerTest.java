package dev.cartographer.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxServerTest {
  private final Caller caller = new Caller();
  private final SandboxServer server =
      SandboxServer.start(Map.of("/here", _ -> Reply.text(200, "well")));

  @AfterEach
  void end() {
    caller.close();
    server.close();
  }

  @Test
  void itAnswersWhereItHasAnAnswer() throws Exception {
    assertThat(caller.get(server.at("/here")).body()).isEqualTo("well");
    assertThat(caller.get(server.at("/there")).status()).isEqualTo(404);
  }

  @Test
  void itCanBeUnavailable() throws Exception {
    server.breakDown(Breakage.UNAVAILABLE);

    assertThat(caller.get(server.at("/here")).status()).isEqualTo(503);
    assertHeals();
  }

  @Test
  void itCanAskToBeLeftAlone() throws Exception {
    server.breakDown(Breakage.THROTTLING);
    var answer = caller.get(server.at("/here"));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertHeals();
  }

  @Test
  void itCanTalkNonsense() throws Exception {
    server.breakDown(Breakage.BABBLING);
    var answer = caller.get(server.at("/here"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html");
    assertHeals();
  }

  @Test
  void itCanRefuseConnectionsAndHasItsPortAgainAfterwards() throws Exception {
    assertThat(caller.get(server.at("/here")).status()).isEqualTo(200);

    server.breakDown(Breakage.REFUSING);

    assertThatThrownBy(() -> caller.get(server.at("/here"))).isInstanceOf(ConnectException.class);
    assertHeals();
  }

  @Test
  void whoeverHangsIsAnsweredWhenItIsHealed() throws Exception {
    server.breakDown(Breakage.HANGING);
    var hanging =
        CompletableFuture.supplyAsync(() -> {
          try {
            return caller.get(server.at("/here")).body();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });

    assertThat(hanging).isNotDone();
    server.heal();

    assertThat(hanging.get()).isEqualTo("well");
  }

  @Test
  void itIsBrokenInOneWayAtATime() throws Exception {
    server.breakDown(Breakage.REFUSING);
    server.breakDown(Breakage.UNAVAILABLE);

    assertThat(caller.get(server.at("/here")).status()).isEqualTo(503);
    assertHeals();
  }

  private void assertHeals() throws Exception {
    server.heal();
    assertThat(caller.get(server.at("/here")).body()).isEqualTo("well");
  }
}
